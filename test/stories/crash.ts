import { readFileSync } from 'node:fs';
import test from 'ava';
import type { KubernetesObject } from './harness/cluster.js';
import { until } from './harness/until.js';
import {
  announceCommit,
  application,
  cluster,
  editDev,
  live,
  names,
  namespace,
  workload,
  world,
} from './harness/world.js';

type ConfigMap = KubernetesObject & { readonly data: Readonly<Record<string, string>> };

const victims = [
  { what: "Argo CD's controller", process: 'argocd-application-controller', trees: 50 },
  { what: 'the API server', process: 'kube-apiserver', trees: 60 },
].filter(({ process }) => world.ownsCluster || process !== 'kube-apiserver');

for (const { what, process: name, trees } of victims) {
  test.serial(
    `10. ${what} is killed in the middle of a sync: afterwards the last commit's objects stand`,
    async (t) => {
      const commit = await editDev(`Grow ${trees} trees`, { 'workloads.ml-inference.config.N_ESTIMATORS': trees });
      await announceCommit();
      await until('the sync has begun', async () => {
        const { status } = await application(names.application);
        return status?.operationState?.phase === 'Running' || status?.sync?.revision === commit;
      });
      const killed = Number(readFileSync(`${world.processes}/${name}.pid`, 'utf8'));
      process.kill(killed, 'SIGKILL');
      await until('it runs again', async () => {
        return Number(readFileSync(`${world.processes}/${name}.pid`, 'utf8')) !== killed;
      });
      await live(commit);
      const { data } = await cluster.read<ConfigMap>('ConfigMap', `${workload.name}-config`, namespace);
      t.is(data['N_ESTIMATORS'], String(trees));
    },
  );
}
