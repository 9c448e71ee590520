import test from 'ava';
import { stringify } from 'yaml';
import type { Manifest } from './harness/cluster.js';
import { until } from './harness/until.js';
import { application, cluster, names, namespace, repository } from './harness/world.js';

const clusterRole = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'intruder' },
  rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
};

const own = { repoURL: `file://${repository.folder}`, targetRevision: 'main', path: 'intruder' };

/** Applications that claim the workload's project. */
const refusals: readonly { what: string; source: object; into: string; reason: RegExp }[] = [
  {
    what: 'another namespace',
    source: own,
    into: 'default',
    reason: /namespace 'default' do not match any of the allowed destinations in project/,
  },
  {
    what: 'another repository',
    source: { ...own, repoURL: 'https://example.com/stranger.git' },
    into: namespace,
    reason: /stranger\.git is not permitted in project/,
  },
  {
    what: 'a ClusterRole',
    source: own,
    into: namespace,
    reason: /ClusterRole is not permitted in project/,
  },
];

test.serial('7. The project of the workload refuses what is not its own', async (t) => {
  await repository.write('intruder/role.yaml', stringify(clusterRole), 'Ask for more');
  for (const [index, { what, source, into, reason }] of refusals.entries()) {
    const name = `intruder-${index}`;
    await cluster.apply(intruder(name, source, into));
    const message = await until(`${what} is refused`, async () => {
      const { status } = await application(name);
      const said = [status?.operationState?.message, ...(status?.conditions ?? []).map((one) => one.message)].join(
        '; ',
      );
      if (!reason.test(said)) throw new Error(said);
      return said;
    });
    t.regex(message, reason);
    await cluster.remove('Application', name, 'argocd');
  }
  await t.throwsAsync(cluster.read('ClusterRole', 'intruder'), { message: /404/ });
});

const intruder = (name: string, source: object, into: string): Manifest => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argocd' },
  spec: {
    project: names.application,
    source,
    destination: { server: 'https://kubernetes.default.svc', namespace: into },
    syncPolicy: { automated: { enabled: true } },
  },
});
