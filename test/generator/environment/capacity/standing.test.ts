import test from 'ava';
import { recordedPods, standingPods, uncountedAddOns } from '../../../../generator/environment/capacity/standing.js';
import { valueAtPath } from '../../../../generator/environment/value-path.js';
import { applicationsOf, environmentOf, renderedArgoCD } from '../../../argocd/rendering.js';
import { shippedAddOns } from '../../../helpers/add-ons.js';

test('the pods of every add-on that ships are recorded, and of no other', (t) => {
  t.deepEqual(Object.keys(recordedPods).sort(), [...shippedAddOns.folders.keys()].sort());
});

/** The values that an add-on's chart gets, in an environment with every add-on. */
function valuesOf(addOn: string): unknown {
  const environment = environmentOf('prod', {
    addons: Object.fromEntries([...shippedAddOns.folders.keys()].map((name) => [name, { enabled: true }])),
  });
  const application = applicationsOf(renderedArgoCD(environment)).find(
    ({ spec }) => (spec.source as { chart?: string } | undefined)?.chart === addOn,
  );
  return (application?.spec.source as { helm?: { valuesObject?: unknown } } | undefined)?.helm?.valuesObject;
}

/** Charts whose own defaults ask for what is recorded: their Application says nothing of it. */
const byDefault = new Set(['metrics-server metrics-server', 'kube-prometheus-stack kube-state-metrics']);

for (const [addOn, pods] of Object.entries(recordedPods)) {
  for (const { pod, cpu, memory, resources } of pods) {
    if (resources === undefined) continue;
    test(`${addOn} ${pod} asks for what its values say`, (t) => {
      const requests = valueAtPath(valuesOf(addOn), `${resources}.requests`.split('.'));
      if (byDefault.has(`${addOn} ${pod}`)) t.is(requests, undefined);
      else t.deepEqual(requests, { cpu, memory });
    });
  }
}

test('values of one’s own go before what is recorded, and what is no amount is passed over', (t) => {
  const grafana = (requests: object) =>
    standingPods(
      environmentOf('prod', {
        addons: { 'kube-prometheus-stack': { values: { grafana: { resources: { requests } } } } },
      }),
    ).find(({ name }) => name === 'kube-prometheus-stack grafana');
  t.like(grafana({ cpu: 2, memory: '1Gi' }), { cpu: '2', memory: '1Gi' });
  t.like(grafana({ cpu: 'much', memory: ['1Gi'] }), { cpu: '50m', memory: '256Mi' });
  const controllers = (replicaCount: unknown) =>
    standingPods(
      environmentOf('prod', { addons: { 'aws-load-balancer-controller': { values: { replicaCount } } } }),
    ).find(({ name }) => name === 'aws-load-balancer-controller controller')?.count;
  t.is(controllers(3), 3);
  t.is(controllers(0), undefined);
  t.is(controllers('many'), 2);
});

test('what is off isn’t counted', (t) => {
  const names = (edit: object) => standingPods(environmentOf('prod', edit)).map(({ name }) => name);
  t.true(names({}).includes('argo-cd controller'));
  t.false(names({ addons: { keda: { enabled: false } } }).some((name) => name.startsWith('keda')));
  t.true(names({ addons: { keda: { enabled: true } } }).includes('keda operator'));
});

test('an add-on of one’s own is told as not counted', (t) => {
  const environment = environmentOf('prod');
  const addons = { ...environment.addons, velero: environment.addons['metrics-server'] };
  t.deepEqual(uncountedAddOns({ ...environment, addons: addons as never }), ['velero']);
});
