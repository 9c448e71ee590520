import test from 'ava';
import { stringify } from 'yaml';
import { loadEnvironments } from '../../../generator/environment/load.js';
import { expandWorkloads, mergeFiles } from '../../../generator/environment/merge-files.js';
import { shippedFiles } from '../../helpers/repository.js';

type Values = Readonly<Record<string, unknown>>;

/** What the defaults and an environment's file say, and what holds. */
type Case = readonly [title: string, defaults: Values, file: Values, merged: Values];

const merged = (defaults: Values, file: Values) =>
  expandWorkloads(mergeFiles(defaults, file) as Values, [defaults, file]);

const cases: readonly Case[] = [
  ['maps merge', { aws: { region: 'a' } }, { aws: { accountId: 'b' } }, { aws: { region: 'a', accountId: 'b' } }],
  ['lists replace', { gitops: { a: [1, 2] } }, { gitops: { a: [3] } }, { gitops: { a: [3] } }],
  [
    'null takes away what the defaults say, whatever it is',
    { pipeline: { branch: 'main' }, gitops: { a: [1], b: 2 } },
    { pipeline: null, gitops: { a: null } },
    { gitops: { b: 2 } },
  ],
  ['null over nothing stays, to be told', {}, { pipeline: null }, { pipeline: null }],
  [
    'null in the defaults themselves stays, to be told',
    { pipeline: null },
    { name: 'a' },
    { pipeline: null, name: 'a' },
  ],
  [
    'null in an add-on’s values is the chart’s to understand',
    { addons: { x: { version: '1', values: { a: { b: 1 } } } } },
    { addons: { x: { version: null, values: { a: { b: null } } } } },
    { addons: { x: { values: { a: { b: null } } } } },
  ],
  [
    'null in an EKS add-on’s configuration is the add-on’s to understand',
    { cluster: { eksAddons: { coredns: { version: '1', configuration: { a: 1 } } } } },
    { cluster: { eksAddons: { coredns: { version: null, configuration: { a: null } } } } },
    { cluster: { eksAddons: { coredns: { configuration: { a: null } } } } },
  ],
  [
    'all of an add-on’s values can be taken away',
    { addons: { x: { values: { a: 1 } } } },
    { addons: { x: { values: null } } },
    { addons: { x: {} } },
  ],

  [
    'what workloads share is under each',
    { workloadDefaults: { a: 1, b: { c: 1, d: 1 } }, workloads: { x: {} } },
    { workloads: { y: { b: { d: 2 } } } },
    { workloads: { x: { a: 1, b: { c: 1, d: 1 } }, y: { a: 1, b: { c: 1, d: 2 } } } },
  ],
  [
    'what they share in the environment wins over what they share in the defaults',
    { workloadDefaults: { a: 1, b: 1 }, workloads: { x: {} } },
    { workloadDefaults: { a: 2 } },
    { workloads: { x: { a: 2, b: 1 } } },
  ],
  [
    'what a workload says in the defaults wins over what they share in the environment',
    { workloads: { x: { a: 1 } } },
    { workloadDefaults: { a: 2 }, workloads: { y: {} } },
    { workloads: { x: { a: 1 }, y: { a: 2 } } },
  ],
  [
    'what a workload says in the environment wins over what it says in the defaults',
    { workloadDefaults: { a: 1 }, workloads: { x: { a: 2 } } },
    { workloads: { x: { a: 3 } } },
    { workloads: { x: { a: 3 } } },
  ],
  [
    'null takes away what workloads share, for one of them',
    { workloadDefaults: { model: { key: 'm' }, a: 1 }, workloads: { x: {}, y: {} } },
    { workloads: { x: { model: null } } },
    { workloads: { x: { a: 1 }, y: { model: { key: 'm' }, a: 1 } } },
  ],
  [
    'null takes away what a workload says itself and what they share',
    { workloadDefaults: { model: { key: 'm' } }, workloads: { x: { model: { key: 'n' } } } },
    { workloads: { x: { model: null } } },
    { workloads: { x: {} } },
  ],
  [
    'null takes away what they share, for all of them',
    { workloadDefaults: { model: { key: 'm' }, a: 1 }, workloads: { x: {} } },
    { workloadDefaults: { model: null } },
    { workloads: { x: { a: 1 } } },
  ],
  [
    'null deep in a workload takes away that much',
    { workloadDefaults: { resources: { limits: { cpu: '1', memory: '1Gi' } } }, workloads: { x: {} } },
    { workloads: { x: { resources: { limits: { cpu: null } } } } },
    { workloads: { x: { resources: { limits: { memory: '1Gi' } } } } },
  ],
  [
    'null takes a whole workload away',
    { workloadDefaults: { a: 1 }, workloads: { x: {}, y: {} } },
    { workloads: { x: null } },
    { workloads: { y: { a: 1 } } },
  ],
  [
    'lists of a workload replace',
    { workloadDefaults: { s: [1] }, workloads: { x: {} } },
    { workloads: { x: { s: [] } } },
    { workloads: { x: { s: [] } } },
  ],
  [
    'workloads by the names of other things',
    { workloadDefaults: { a: 1 } },
    { workloads: { network: {}, addons: { a: 2 } } },
    { workloads: { network: { a: 1 }, addons: { a: 2 } } },
  ],

  [
    'a VPC that exists takes the place of a new one',
    { network: { natGateways: 'single', availabilityZones: ['a'], peeredWith: ['b'] } },
    { network: { existing: { vpcId: 'v' } } },
    { network: { existing: { vpcId: 'v' }, peeredWith: ['b'] } },
  ],
  [
    'a new VPC takes the place of one that exists',
    { network: { existing: { vpcId: 'v' }, peeredWith: ['b'] } },
    { network: { natGateways: 'single' } },
    { network: { natGateways: 'single', peeredWith: ['b'] } },
  ],
  [
    'peers alone leave the VPC as it is',
    { network: { existing: { vpcId: 'v' } } },
    { network: { peeredWith: ['b'] } },
    { network: { existing: { vpcId: 'v' }, peeredWith: ['b'] } },
  ],
  [
    'what one file contradicts itself in stays, to be told',
    { network: { natGateways: 'single' } },
    { network: { existing: { vpcId: 'v' }, natGateways: 'none' } },
    { network: { existing: { vpcId: 'v' }, natGateways: 'none' } },
  ],
];

for (const [title, defaults, file, expected] of cases) {
  test(title, (t) => {
    const before = structuredClone([defaults, file]);
    t.deepEqual(merged(defaults, file), expected);
    t.deepEqual([defaults, file], before, 'neither side is changed');
  });
}

const loaded = (edits: { readonly defaults?: string; readonly prod?: string }) =>
  loadEnvironments({
    defaults: { file: 'environments/defaults.yaml', text: edits.defaults ?? shippedFiles.defaults },
    overrides: new Map([['prod', { file: 'environments/prod.yaml', text: edits.prod ?? shippedFiles.prod }]]),
    folder: '',
    knownAddons: [
      ...['argo-cd', 'aws-load-balancer-controller', 'metrics-server', 'cluster-autoscaler', 'karpenter'],
      ...['external-secrets', 'keda', 'kube-prometheus-stack'],
    ],
  });

const existing = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  cidr: '10.0.0.0/16',
  privateSubnets: ['a', 'b'].map((zone, index) => ({
    id: `subnet-0${index}0`,
    zone: `ap-southeast-2${zone}`,
    cidr: `10.0.1${index}.0/24`,
  })),
  publicSubnets: [{ id: 'subnet-0c0', zone: 'ap-southeast-2a', cidr: '10.0.1.0/24' }],
};
const inNetwork = /network:\n(?: .*\n)+/;
const withNetwork = (network: object) => shippedFiles.prod.replace(inNetwork, () => stringify({ network }));

test('an environment with a VPC that exists needs none of the fields of a new one', (t) => {
  const { environments, problems } = loaded({ prod: withNetwork({ existing }) });
  t.deepEqual(problems, []);
  t.like(environments[0]?.network, { cidr: '10.0.0.0/16', natGateways: 'none', interfaceEndpoints: [], existing });
  t.deepEqual(environments[0]?.network.availabilityZones, ['ap-southeast-2a', 'ap-southeast-2b']);
});

test('a VPC that exists, and a field of a new one, in one file: told at that field', (t) => {
  const { environments, problems } = loaded({ prod: withNetwork({ existing, natGateways: 'none' }) });
  t.deepEqual(environments, []);
  t.deepEqual(
    problems.map(({ file, path }) => `${file} ${path}`),
    ['environments/prod.yaml network.natGateways'],
  );
  t.is(problems[0]?.message, '"natGateways" doesn\'t go with the other keys here: keep it or them.');
});

test('what must be there can’t be taken away: its absence is told', (t) => {
  const prod = shippedFiles.prod.replace('    secretRecoveryDays: 30\n', '    secretRecoveryDays: null\n');
  const { environments, problems } = loaded({ prod });
  t.deepEqual(environments, []);
  t.deepEqual(
    problems.map(({ file, path }) => `${file} ${path}`),
    ['environments/prod.yaml workloads.ml-inference.secretRecoveryDays'],
  );
});
