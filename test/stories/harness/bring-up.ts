import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { namesOf } from '../../../generator/environment/names.js';
import { cacheFolder } from '../../../tools/folders.js';
import { resolveKubectl } from '../../../tools/kubectl.js';
import { environmentIn } from '../../end-to-end/repository.js';
import { startArgoCD } from './argocd.js';
import { type Cluster, clusterAt, type KubernetesObject, type Manifest } from './cluster.js';
import type { Context } from './context.js';
import { standInForControllers } from './controllers.js';
import { startKubelet } from './kubelet.js';
import { startKubernetes, startProxy } from './kubernetes.js';
import { nodesOf, registerNodes } from './nodes.js';
import { freePorts, type Processes } from './processes.js';
import { createRepository } from './repository.js';
import { runRunbookStep } from './runbook.js';
import { podMetrics } from './stand-in-objects.js';
import type { Supplies } from './supplies.js';
import { until } from './until.js';

const run = promisify(execFile);

export interface Place {
  /** For everything that is written; gone afterwards. */
  readonly folder: string;
  readonly processes: Processes;
  readonly logs: string;
  /** Ends what goes on in the background. */
  readonly signal: AbortSignal;
  /** Prints a line of progress. */
  readonly tell: (line: string) => void;
}

/** From nothing to a cluster of dev with Argo CD in it, as it is before the runbook's step «Root Application». */
export async function bringUp(supplies: Supplies, place: Place): Promise<Context> {
  const { programs, checkout, charts } = supplies;
  const { folder, logs, processes, signal, tell } = place;
  tell('Offers a clone as the git remote');
  const { folder: repository } = await createRepository(`${folder}/repository`, checkout, charts);
  const environment = environmentIn(repository, 'dev');
  const foreign = process.env['KUBECONFIG_E2E'];
  const kubeconfig = foreign === undefined ? await ownCluster(programs, place) : await foreignCluster(foreign, place);
  await nameContext(kubeconfig, environment.cluster.name);
  const api = await startProxy(processes, kubeconfig);
  const cluster = clusterAt(api);
  await until('the API server answers', () => cluster.read('Namespace', 'kube-system'), { seconds: 120 });
  if (foreign !== undefined) await refuseUsed(cluster, namesOf(environment).argocd.namespace);
  tell('Registers the nodes of dev');
  startKubelet(processes, programs, folder, kubeconfig);
  await registerNodes(cluster, nodesOf(environment));
  await cluster.apply(podMetrics);
  standInForControllers(cluster, folder, signal).catch(() => {});
  tell("Installs Argo CD, as the runbook's step does");
  await runRunbookStep({ repository, kubeconfig }, ['bootstrap', 'argocd']);
  await until('Argo CD can have projects', () => cluster.apply(defaultProject).then(() => true));
  await startArgoCD(processes, programs, `${cacheFolder}tools/bin/redis-server`, folder, kubeconfig);
  const ports = await freePorts(4);
  return {
    api,
    kubeconfig,
    repository,
    programs,
    processes: logs,
    folder,
    ports,
    ownsCluster: foreign === undefined,
  };
}

async function ownCluster(programs: string, { processes, folder, tell }: Place): Promise<string> {
  tell('Starts etcd, API server, controller manager and scheduler');
  mkdirSync(`${folder}/kubernetes`);
  return startKubernetes(processes, programs, `${folder}/kubernetes`);
}

/** A copy that holds its current context alone. */
async function foreignCluster(given: string, { folder, tell }: Place): Promise<string> {
  tell(`Uses the cluster of ${given}`);
  const kubectl = await resolveKubectl();
  const { stdout } = await run(kubectl, ['--kubeconfig', given, 'config', 'view', '--raw', '--minify', '--flatten']);
  writeFileSync(`${folder}/kubeconfig`, stdout, { mode: 0o600 });
  return `${folder}/kubeconfig`;
}

/** The runbook's commands name the cluster's context. */
async function nameContext(kubeconfig: string, name: string): Promise<void> {
  const current = (parse(readFileSync(kubeconfig, 'utf8')) as { 'current-context': string })['current-context'];
  await run(await resolveKubectl(), ['--kubeconfig', kubeconfig, 'config', 'rename-context', current, name]);
}

type Node = KubernetesObject & { readonly spec: { readonly unschedulable?: boolean } };

/** The stories take the whole cluster, and pods that land on a real node would wait for images that don't exist. */
async function refuseUsed(cluster: Cluster, argocd: string): Promise<void> {
  const namespaces = await cluster.list('Namespace');
  if (namespaces.some(({ metadata }) => metadata.name === argocd)) {
    throw new Error(`The cluster of KUBECONFIG_E2E has a namespace ${argocd}: the stories need a fresh cluster.`);
  }
  const nodes = (await cluster.list<Node>('Node')).filter(({ spec }) => spec.unschedulable !== true);
  if (nodes.length === 0) return;
  const names = nodes.map(({ metadata }) => metadata.name).join(' ');
  throw new Error(`The stories bring nodes of their own. Keep pods off the others first: kubectl cordon ${names}`);
}

/** Argo CD's server makes it, and no server runs here. */
const defaultProject: Manifest = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default', namespace: 'argocd' },
  spec: {},
};
