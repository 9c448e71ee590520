import { mkdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'yaml';
import { clusterAt } from './harness/cluster.js';
import { standInForControllers } from './harness/controllers.js';
import { calm, visitor } from './harness/elsewhere.js';
import { startKubelet } from './harness/kubelet.js';
import { startKubernetes, startProxy } from './harness/kubernetes.js';
import { nodesOf, registerNodes } from './harness/nodes.js';
import { processesIn } from './harness/processes.js';
import { runRunbookStep } from './harness/runbook.js';
import { podMetrics } from './harness/stand-in-objects.js';
import { until } from './harness/until.js';
import { cluster, dev, type Pod, repository, world } from './harness/world.js';

const folder = `${world.folder}/edge`;
const processes = processesIn(`${world.processes}/edge`);
const ending = new AbortController();
const root = 'ml-inference-edge-root';
const applications = [root, 'edge-model-edge', 'ml-inference-edge-metrics-server'];

/** A second control plane, with nodes and no Argo CD: what a hub manages. */
async function startEdge() {
  mkdirSync(folder, { recursive: true });
  const kubeconfig = await startKubernetes(processes, world.programs, folder);
  const edge = clusterAt(await startProxy(processes, kubeconfig));
  await until('the second API server answers', () => edge.read('Namespace', 'kube-system'));
  startKubelet(processes, world.programs, folder, kubeconfig);
  await registerNodes(edge, nodesOf(dev).slice(0, 2));
  await edge.apply(podMetrics);
  standInForControllers(edge, folder, ending.signal).catch(() => {});
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
  return { edge, server: clusters[0].cluster.server as string, token: users[0].user.token as string };
}

const starting = startEdge();

test.after.always(async () => {
  ending.abort();
  await processes.stop();
});

test.serial('15. A hub brings an environment to a second cluster, by its runbook', async (t) => {
  const { edge, server, token } = await starting;
  const addons = { 'metrics-server': { enabled: true } };
  await repository.add(
    'edge',
    'Have a second cluster',
    visitor('edge', 'edge', { destinationCluster: 'edge' }, addons),
  );
  await runRunbookStep(world, ['bootstrap', 'hub-health'], 'edge');
  // What the next step makes with EKS's address and the hub's role; here it is a token.
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'cluster-edge',
      namespace: 'argocd',
      labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
    },
    stringData: {
      name: 'edge',
      server,
      config: JSON.stringify({ bearerToken: token, tlsClientConfig: { insecure: true } }),
    },
  });
  await runRunbookStep(world, ['bootstrap', 'root'], 'edge');
  await calm(applications, 'argocd');
  const there = await edge.list<Pod>('Pod', 'edge-model');
  t.deepEqual(
    there.map(({ status }) => status.phase),
    ['Running', 'Running'],
  );
  await t.throwsAsync(cluster.read('Namespace', 'edge-model'), { message: /404/ });
});

test.serial(
  '15. The hub forgets it as its runbook says, and its workload is gone from the second cluster',
  async (t) => {
    const { edge } = await starting;
    await runRunbookStep(world, ['teardown', 'applications'], 'edge');
    t.deepEqual(await edge.list('Deployment', 'edge-model'), []);
    await runRunbookStep(world, ['teardown', 'hub'], 'edge');
    const left = (await cluster.list('Application', 'argocd')).map(({ metadata }) => metadata.name);
    t.deepEqual(
      left.filter((name) => applications.includes(name)),
      [],
    );
    await t.throwsAsync(cluster.read('Secret', 'cluster-edge', 'argocd'), { message: /404/ });
  },
);
