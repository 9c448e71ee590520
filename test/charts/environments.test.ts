import test from 'ava';
import { namesOf } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/schema.js';
import { chartValues } from '../../generator/render/chart.js';
import { shippedEnvironments, surroundingsOf } from './environments.js';
import { render, renderEnvironment } from './helm.js';
import { violations } from './invariants.js';

const environments = await shippedEnvironments();
const valuesOf = (environment: Environment) => chartValues(environment, namesOf(environment));

for (const [name, environment] of environments) {
  test(`the objects of ${name} fit together`, async (t) => {
    const objects = await render(valuesOf(environment));
    t.deepEqual(violations(objects, surroundingsOf(environment)), []);
  });

  test(`the objects of ${name}, as it is rendered, fit together`, async (t) => {
    t.deepEqual(violations(await renderEnvironment(name), surroundingsOf(environment)), []);
  });
}

const prod = environments.get('prod') as Environment;
const { workload, exposure, addons } = prod;

/** Environments made from prod, to check that the generator's values and the chart agree on further settings. */
const variants: Record<string, Environment> = {
  'one replica': { ...prod, workload: { ...workload, replicas: { ...workload.replicas, min: 1 } } },
  'an internal load balancer': {
    ...prod,
    exposure: { ...exposure, loadBalancer: { ...exposure.loadBalancer, scheme: 'internal' } },
  },
  'an ingress beside the load balancer': {
    ...prod,
    exposure: {
      ...exposure,
      ingress: {
        ...exposure.ingress,
        enabled: true,
        scheme: 'internal',
        certificateArn: 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0f0e0d0c-1111-2222-3333-444455556666',
      },
    },
  },
  'no load balancer at all': {
    ...prod,
    exposure: { ...exposure, loadBalancer: { ...exposure.loadBalancer, enabled: false } },
  },
  'a model from S3': {
    ...prod,
    workload: {
      ...workload,
      model: {
        bucket: 'my-models',
        key: "churn/v3 (final)'s.onnx".replaceAll(' ', '-'),
        sha256: 'a'.repeat(64),
        sizeLimit: '256Mi',
      },
    },
  },
  'a database': {
    ...prod,
    workload: {
      ...workload,
      egress: [
        { cidr: '10.0.20.0/24', port: 5432 },
        { cidr: '0.0.0.0/0', port: 80 },
      ],
    },
  },
  'no add-ons': {
    ...prod,
    addons: Object.fromEntries(Object.entries(addons).map(([key, addon]) => [key, { ...addon, enabled: false }])),
  },
  'no secrets': { ...prod, workload: { ...workload, secrets: [] } },
};

for (const [what, environment] of Object.entries(variants)) {
  test(`the objects of an environment with ${what} fit together`, async (t) => {
    const objects = await render(valuesOf(environment));
    t.deepEqual(violations(objects, surroundingsOf(environment)), []);
  });
}
