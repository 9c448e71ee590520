import test from 'ava';
import { stringify } from 'yaml';
import { eksAddonRoles } from '../../../generator/environment/eks-addons.js';
import { environmentRoleName, namesOf, workloadNames } from '../../../generator/environment/names.js';
import type { Workload } from '../../../generator/environment/resolve.js';
import { chartValues } from '../../../generator/render/chart.js';
import { shippedIdentities } from '../../helpers/add-ons.js';
import { loaded, loadedEnvironment } from '../../helpers/load.js';
import { shippedFiles } from '../../helpers/repository.js';

/** Prod with other workloads. */
const prodWith = (workloads: object, more: object = {}) =>
  loadedEnvironment(
    {
      prod: `${shippedFiles.prod.replace(/workloads:\n(?: .*\n)+/, '')}${stringify({ workloads, ...more })}`,
    },
    'prod',
  );

function workloadOf(edit: object, key = 'ml-inference') {
  const environment = prodWith({ [key]: edit });
  const workload = environment.workloads.find((each) => each.key === key) as Workload;
  return { environment, workload, names: workloadNames(environment, workload) };
}

test('the key ml-inference gives the names of the reference design', (t) => {
  const { environment, workload, names } = workloadOf({});
  t.like(workload, {
    key: 'ml-inference',
    namespace: 'ml-inference',
    name: 'ml-inference-api',
    roleName: 'ml-inference-pod-role',
  });
  t.like(names, {
    release: 'ml-inference',
    service: 'ml-inference-service',
    loadBalancerService: 'ml-inference-lb',
    application: 'ml-inference-prod',
    secretsPrefix: 'ml-inference-prod-cluster/ml-inference',
    podRoleArn: 'arn:aws:iam::111122223333:role/ml-inference-pod-role',
    imageRepositoryURL: '111122223333.dkr.ecr.ap-southeast-2.amazonaws.com/ml-inference-service',
    chartPath: 'rendered/prod/workloads/ml-inference/chart',
  });
  t.is(environment.aws.namePrefix, 'ml-inference-prod-cluster');
  t.is(namesOf(environment).argocd.root, 'ml-inference-prod-root');
});

test('every name of a workload derives from its key', (t) => {
  const { workload, names } = workloadOf({}, 'fraud');
  const derived = [
    ...[workload.namespace, workload.name, workload.roleName, names.release, names.service],
    ...[names.loadBalancerService, names.application, names.secretsPrefix, names.podRoleArn, names.chartPath],
  ];
  for (const name of derived) t.true(name.includes('fraud') && !name.includes('ml-inference-api'), name);
});

const overrides: readonly (readonly [
  field: string,
  value: string,
  shown: (found: ReturnType<typeof workloadOf>) => string,
])[] = [
  ['namespace', 'other', ({ workload }) => workload.namespace],
  ['name', 'other', ({ workload }) => workload.name],
  ['roleName', 'other', ({ workload }) => workload.roleName],
];
for (const [field, value, shown] of overrides) {
  test(`${field} can be said instead of derived, and nothing else follows but what has it`, (t) => {
    const said = workloadOf({ [field]: value });
    const derived = workloadOf({});
    t.is(shown(said), value);
    for (const [other, , shownOther] of overrides)
      if (other !== field) t.is(shownOther(said), shownOther(derived), other);
    t.is(said.names.application, derived.names.application);
    t.is(said.names.chartPath, derived.names.chartPath);
    t.is(said.names.podRoleArn.endsWith('/other'), field === 'roleName');
    t.is(said.names.secretsPrefix.endsWith('/other'), field === 'namespace');
  });
}

test('a prefix replaces the cluster’s name in what is called by it, and in nothing else', (t) => {
  const environment = prodWith({ 'ml-inference': {} }, {});
  const prefixed = { ...environment, aws: { ...environment.aws, namePrefix: 'mine' } };
  const names = namesOf(prefixed);
  t.like(names, {
    stateBucket: 'mine-tfstate-111122223333',
    stateKey: 'mine/terraform.tfstate',
    flowLogGroup: '/aws/vpc/mine/flow-logs',
    nodeRoleName: 'mine-node',
    karpenterNodeRoleName: 'mine-karpenter-node',
    karpenterQueue: 'mine-karpenter',
    pipelineRoleName: 'mine-image-push',
    terraformRoles: { plan: 'mine-terraform-plan', apply: 'mine-terraform-apply' },
    controlPlaneLogGroup: '/aws/eks/ml-inference-prod-cluster/cluster',
  });
  t.is(workloadNames(prefixed, prefixed.workloads[0] as Workload).secretsPrefix, 'mine/ml-inference');
});

const quotaOf = (edit: object) => workloadOf(edit).workload.quota;
const unit = { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } };

for (const [title, edit, expected] of [
  [
    'ten pods, as many that terminate, and three of a rollout',
    { replicas: { max: 10 }, resources: unit },
    {
      requests: { cpu: '5.75', memory: '11776Mi', ephemeralStorage: '2944Mi' },
      limits: { cpu: '23', memory: '23Gi', ephemeralStorage: '11776Mi' },
      pods: 23,
    },
  ],
  [
    'twelve: one edit',
    { replicas: { max: 12 }, resources: unit },
    {
      requests: { cpu: '6.75', memory: '13824Mi', ephemeralStorage: '3456Mi' },
      limits: { cpu: '27', memory: '27Gi', ephemeralStorage: '13824Mi' },
      pods: 27,
    },
  ],
  [
    'pods without a limit of CPU',
    { replicas: { max: 2 }, resources: { ...unit, limits: { cpu: null, memory: '1Gi' } } },
    {
      requests: { cpu: '1.25', memory: '2560Mi', ephemeralStorage: '640Mi' },
      limits: { memory: '5Gi', ephemeralStorage: '2560Mi' },
      pods: 5,
    },
  ],
  [
    'a model, whose size counts for scratch disk',
    {
      replicas: { max: 2 },
      resources: unit,
      model: { bucket: 'my-models', key: 'a', sha256: 'a'.repeat(64), sizeLimit: '1Gi' },
    },
    {
      requests: { cpu: '1.25', memory: '2560Mi', ephemeralStorage: '640Mi' },
      limits: { cpu: '5', memory: '5Gi', ephemeralStorage: '7680Mi' },
      pods: 5,
    },
  ],
] as const) {
  test(`the quota follows from replicas and resources: ${title}`, (t) => {
    t.deepEqual<unknown, unknown>(quotaOf(edit), expected);
  });
}

test('a quota that is given stays as it is written', (t) => {
  const quota = {
    requests: { cpu: '60', memory: '99Gi', ephemeralStorage: '99Gi' },
    limits: { cpu: '240', memory: '99Gi', ephemeralStorage: '99Gi' },
    pods: 99,
  };
  t.deepEqual<unknown, unknown>(quotaOf({ quota }), quota);
});

const model = (sizeLimit: string) => ({ bucket: 'my-models', key: 'a', sha256: 'a'.repeat(64), sizeLimit });

for (const [title, edit, requested, limit] of [
  ['without a model', {}, '128Mi', '512Mi'],
  ['with a model', { model: model('1Gi') }, '128Mi', '1536Mi'],
  ['with a model that makes it whole Gi', { model: model('512Mi') }, '128Mi', '1Gi'],
  ['where the limit is given', { resources: { limits: { ephemeralStorage: '2Gi' } } }, '128Mi', '2Gi'],
  [
    'where the limit is below what is requested otherwise',
    { resources: { limits: { ephemeralStorage: '100Mi' } } },
    '100Mi',
    '100Mi',
  ],
  ['where the request is given', { resources: { requests: { ephemeralStorage: '300Mi' } } }, '300Mi', '512Mi'],
] as const) {
  test(`scratch disk follows from the model: ${title}`, (t) => {
    const { requests, limits } = workloadOf(edit).workload.resources;
    t.deepEqual([requests.ephemeralStorage, limits.ephemeralStorage], [requested, limit]);
  });
}

test('the time that a start may take follows from the model’s size', (t) => {
  const startOf = (edit: object) => chartValues(workloadOf(edit)).startupSeconds;
  t.is(startOf({}), undefined);
  t.is(startOf({ model: model('4Mi') }), 121);
  t.is(startOf({ model: model('5Mi') }), 122);
  t.is(startOf({ model: model('1Gi') }), 376);
});

test('one of two pods stays when nodes drain; a single one may go', (t) => {
  const budgetOf = (min: number) => {
    const { environment, workload, names } = workloadOf({});
    const replicas = { ...workload.replicas, min };
    return chartValues({ environment, workload: { ...workload, replicas }, names }).podDisruptionBudget;
  };
  t.deepEqual(budgetOf(2), { minAvailable: 1 });
  t.deepEqual(budgetOf(1), { maxUnavailable: 1 });
});

test('without NAT everything that is on has its endpoint; what is listed beside stays', (t) => {
  const endpointsWith = (edit: object) =>
    loadedEnvironment(
      {
        prod: shippedFiles.prod.replace(
          'natGateways: one-per-az',
          'natGateways: none\n  interfaceEndpoints: [monitoring]',
        ),
        defaults: `${shippedFiles.defaults}\n`.replace(/^addons:\n(?: .*\n)+/m, `${stringify({ addons: edit })}`),
      },
      'prod',
    ).network.interfaceEndpoints;
  const always = ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'logs', 'monitoring', 'sts'];
  const on = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { version: '1.2.3' }]));
  const needed = ['aws-load-balancer-controller', 'external-secrets', 'metrics-server'];
  const withNeeded = [...always, 'elasticloadbalancing', 'secretsmanager'].sort();
  t.deepEqual([...endpointsWith(on(...needed))], withNeeded);
  t.deepEqual([...endpointsWith(on(...needed, 'cluster-autoscaler'))], [...withNeeded, 'autoscaling'].sort());
  t.deepEqual([...endpointsWith(on(...needed, 'karpenter'))], [...withNeeded, 'sqs', 'ssm'].sort());
  t.deepEqual([...endpointsWith({ ...on(...needed), karpenter: { version: '1.2.3', enabled: false } })], withNeeded);
});

test('an ingress of a VPC that exists names one subnet a zone', (t) => {
  const subnet = (id: string, zone: string) => ({
    id: `subnet-0${id}`,
    zone: `ap-southeast-2${zone}`,
    cidr: '10.0.0.0/24',
  });
  const { environment, workload, names } = workloadOf({});
  const existing = {
    vpcId: 'vpc-0a1',
    cidr: '10.0.0.0/16',
    privateSubnets: [subnet('a1', 'a'), subnet('a2', 'a'), subnet('b1', 'b')],
    publicSubnets: [subnet('c1', 'a'), subnet('c2', 'b'), subnet('c3', 'b')],
  };
  const values = chartValues({
    environment: { ...environment, network: { ...environment.network, existing } },
    workload,
    names,
  });
  const annotation = values.loadBalancer.annotations['service.beta.kubernetes.io/aws-load-balancer-subnets'] ?? '';
  t.is(annotation.split(',').length, 2);
  t.regex(annotation, /^subnet-0c1,subnet-0c[23]$/);
});

test('the longest key and the longest prefix give names that AWS and Kubernetes take', (t) => {
  const key = 'k'.repeat(40);
  const environment = prodWith({ [key]: {} }, {});
  const longest = { ...environment, aws: { ...environment.aws, namePrefix: 'p'.repeat(35) } };
  const workload = longest.workloads.find((each) => each.key === key) as Workload;
  const names = namesOf(longest);
  const roles = [
    ...[
      names.nodeRoleName,
      names.karpenterNodeRoleName,
      names.pipelineRoleName,
      names.terraformRoles.apply,
      workload.roleName,
    ],
    ...[...shippedIdentities.keys()].map((addOn) => environmentRoleName(longest, addOn)),
    ...Object.values(eksAddonRoles).map(({ role }) => environmentRoleName(longest, role)),
  ];
  t.true(roles.length > 6);
  t.deepEqual(
    roles.filter(({ length }) => length > 64),
    [],
  );
  const { service, loadBalancerService, application, release } = workloadNames(longest, workload);
  t.deepEqual(
    [workload.namespace, workload.name, service, loadBalancerService, application].filter(({ length }) => length > 63),
    [],
  );
  t.true(release.length <= 53 && names.stateBucket.length <= 63);
});

test('a longer key, a longer prefix and a longer name of the cluster are refused', (t) => {
  for (const [text, path] of [
    [`workloads: { ${'k'.repeat(41)}: {} }\n`, `workloads.${'k'.repeat(41)}`],
    [`aws: { accountId: "111122223333", namePrefix: ${'p'.repeat(36)} }\n`, 'aws.namePrefix'],
    [`cluster: { name: ${'c'.repeat(36)}, publicAccessCidrs: [10.0.0.0/8] }\n`, 'cluster.name'],
  ] as const) {
    const section = new RegExp(`^${text.split(':')[0]}:\\n(?: .*\\n)+`, 'm');
    const { problems } = loaded({ prod: shippedFiles.prod.replace(section, () => text) });
    t.deepEqual(
      problems.filter(({ severity }) => severity === 'error').map((problem) => problem.path),
      [path],
    );
  }
});
