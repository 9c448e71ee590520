import test from 'ava';
import { workloadNames } from '../../generator/environment/names.js';
import type { Environment, Workload } from '../../generator/environment/resolve.js';
import { chartValues } from '../../generator/render/chart.js';
import { shippedEnvironments, surroundingsOf } from './environments.js';
import { render, renderRendered } from './helm.js';
import { violations } from './invariants.js';

const inputOf = (environment: Environment, workload: Workload) => ({
  environment,
  workload,
  names: workloadNames(environment, workload),
});

for (const [name, environment] of shippedEnvironments()) {
  for (const workload of environment.workloads) {
    const surroundings = surroundingsOf(environment, workload);
    const input = inputOf(environment, workload);

    test(`the objects of ${workload.key} in ${name} fit together`, async (t) => {
      t.deepEqual(violations(await render(chartValues(input)), surroundings), []);
    });

    test(`the objects of ${workload.key} in ${name}, as it is rendered, fit together`, async (t) => {
      t.deepEqual(violations(await renderRendered(input.names.chartPath), surroundings), []);
    });
  }
}

const certificateArn = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0f0e0d0c-1111-2222-3333-444455556666';
const addons = Object.keys(shippedEnvironments().get('prod')?.addons ?? {});

/** Edits of prod's workload, to check that the generator's values and the chart agree on further settings. */
const edits: Readonly<Record<string, object>> = {
  'one replica': { replicas: { min: 1 } },
  'an internal load balancer': { exposure: { loadBalancer: { scheme: 'internal' } } },
  'an ingress beside the load balancer': {
    exposure: { ingress: { enabled: true, scheme: 'internal', certificateArn } },
  },
  'an ingress at a path': {
    exposure: { ingress: { enabled: true, path: '/fraud/v2', group: 'public', certificateArn } },
  },
  'no load balancer at all': { exposure: { loadBalancer: { enabled: false } } },
  'a model from S3': {
    model: {
      bucket: 'my-models',
      key: "churn/v3-(final)'s.onnx",
      sha256: 'a'.repeat(64),
      sizeLimit: '256Mi',
    },
  },
  'a database': {
    egress: [
      { cidr: '10.0.20.0/24', port: 5432 },
      { cidr: '0.0.0.0/0', port: 80 },
    ],
  },
  'no limit of CPU': { resources: { limits: { cpu: null } } },
  'no secrets': { secrets: [] },
};

/** Edits of prod itself. */
const variants: Readonly<Record<string, object>> = {
  ...Object.fromEntries(Object.entries(edits).map(([what, edit]) => [what, { workloads: { 'ml-inference': edit } }])),
  'no add-ons': { addons: Object.fromEntries(addons.map((key) => [key, { enabled: false }])) },
};

for (const [what, edit] of Object.entries(variants)) {
  test(`the objects of an environment with ${what} fit together`, async (t) => {
    const environment = shippedEnvironments({ prod: edit }).get('prod') as Environment;
    const [workload] = environment.workloads as readonly [Workload];
    const objects = await render(chartValues(inputOf(environment, workload)));
    t.deepEqual(violations(objects, surroundingsOf(environment, workload)), []);
  });
}
