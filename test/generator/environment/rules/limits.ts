import { mergeDeep } from '../../../../generator/base/merge.js';
import { recordedPods } from '../../../../generator/environment/capacity/standing.js';

/** What a rule takes at its very limit, and what it finds one step beyond: edits of prod, by the limit's meaning. */
export interface Limit {
  readonly rule: string;
  readonly limit: string;
  readonly taken: readonly object[];
  readonly found: readonly object[];
}

const network = (edit: object) => ({ network: edit });
const tags = (edit: Readonly<Record<string, string>>) => ({ aws: { tags: edit } });
const workload = (edit: object) => ({ workloads: { 'ml-inference': edit } });
const exposure = (edit: object) => workload({ exposure: edit });
const replicas = (edit: object) => workload({ replicas: edit });
const config = (...names: readonly string[]) => names.map((name) => workload({ config: { [name]: 'x' } }));
const secret = (variable: string) => workload({ secrets: [{ name: 'a', variable }] });
const off = (addOn: string) => ({ addons: { [addOn]: { enabled: false } } });

interface Group {
  readonly name?: string;
  readonly instanceTypes?: readonly string[];
  readonly capacity?: string;
  readonly min?: number;
  readonly max?: number;
  readonly amiType?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly object[];
}

const groups = (...edits: readonly Group[]) => ({
  cluster: {
    nodeGroups: edits.map((edit, index) => ({
      name: `group-${index}`,
      instanceTypes: ['t3.medium'],
      capacity: 'on-demand',
      min: 1,
      max: 2,
      ...edit,
    })),
  },
});
const types = (...names: readonly string[]) => names.map((name) => groups({ instanceTypes: [name] }));
const labels = (...keys: readonly string[]) => keys.map((key) => groups({ labels: { [key]: 'x' } }));
const tainted = (...effects: readonly string[]): Group => ({
  taints: effects.map((effect) => ({ key: effect, effect })),
});

/** Without the add-ons whose pods would take room as well. */
const bare = {
  addons: Object.fromEntries(Object.keys(recordedPods).map((name) => [name, { enabled: false }])),
};

const amounts = ['cpu', 'memory', 'ephemeralStorage'] as const;
const resources = (kind: string, name: string, amount: string) =>
  workload({
    resources: { requests: { [name]: kind === 'limits' ? '0' : amount }, limits: { [name]: amount } },
  });
const requestAndLimit = (name: string, request: string, limit: string) =>
  workload({ resources: { requests: { [name]: request }, limits: { [name]: limit } } });

/** Prod runs 10 pods at most: 23 with as many that still terminate and a rollout's surge. */
const enoughQuota = {
  requests: { cpu: '5.75', memory: '11776Mi', ephemeralStorage: '2944Mi' },
  limits: { cpu: '23', memory: '23Gi', ephemeralStorage: '11776Mi' },
  pods: 23,
};
const withQuota = (edit: object, more: object = {}) => workload({ quota: mergeDeep(enoughQuota, edit), ...more });
const quota = (kind: string, name: string, amount: string) => withQuota({ [kind]: { [name]: amount } });
const quotas: readonly (readonly [kind: string, name: string, enough: readonly string[], short: string])[] = [
  ['requests', 'cpu', ['5750m', '5.75'], '5749m'],
  ['requests', 'memory', ['11776Mi', '11.5Gi'], '11775Mi'],
  ['requests', 'ephemeralStorage', ['2944Mi'], '2943Mi'],
  ['limits', 'cpu', ['23', '23000m'], '22999m'],
  ['limits', 'memory', ['23Gi'], '23551Mi'],
  ['limits', 'ephemeralStorage', ['11776Mi'], '11775Mi'],
];

export const limits: readonly Limit[] = [
  {
    rule: 'tags',
    limit: 'characters that AWS takes',
    taken: [...'_.:/=+-@ é7Z'].map((character) => tags({ [`a${character}`]: `b${character}` })),
    found: [...'<>$%{}"\'\\,;*!?#&|~^`'].map((character) => tags({ a: character })),
  },
  {
    rule: 'tags',
    limit: 'tags of Terraform’s own',
    taken: ['Environments', 'Projects', 'Managed'].map((key) => tags({ [key]: 'x' })),
    found: ['Environment', 'environment', 'Project', 'PROJECT', 'ManagedBy', 'managedby'].map((key) =>
      tags({ [key]: 'x' }),
    ),
  },
  {
    rule: 'subnet-per-zone',
    limit: 'as many ranges as zones',
    taken: [network({ privateSubnets: ['10.0.10.0/24', '10.0.11.0/24'] })],
    found: [
      network({ privateSubnets: ['10.0.10.0/24', '10.0.11.0/24', '10.0.12.0/24'] }),
      network({ availabilityZones: ['ap-southeast-2a', 'ap-southeast-2b', 'ap-southeast-2c'] }),
    ],
  },
  {
    rule: 'vpc-size',
    limit: '/16 to /28',
    taken: [network({ cidr: '10.0.0.0/16' }), network({ cidr: '10.0.0.0/28' })],
    found: [network({ cidr: '10.0.0.0/15' }), network({ cidr: '10.0.0.0/29' })],
  },
  {
    rule: 'subnet-in-vpc',
    limit: 'the first and the last address of the VPC',
    taken: [
      network({ publicSubnets: ['10.0.0.0/24', '10.0.255.0/24'] }),
      network({ publicSubnets: ['10.0.0.0/16', '10.0.2.0/24'] }),
    ],
    found: [
      network({ publicSubnets: ['9.255.255.0/24', '10.0.2.0/24'] }),
      network({ publicSubnets: ['10.1.0.0/24', '10.0.2.0/24'] }),
      // Wider than the VPC: it starts or ends with it, and reaches beyond.
      network({ publicSubnets: ['10.0.0.0/15', '10.0.2.0/24'] }),
      network({ cidr: '10.1.0.0/16', publicSubnets: ['10.0.0.0/15', '10.1.2.0/24'] }),
    ],
  },
  {
    rule: 'subnets-apart',
    limit: 'ranges that touch',
    taken: [network({ privateSubnets: ['10.0.10.0/24', '10.0.9.0/24'] })],
    found: [
      network({ privateSubnets: ['10.0.10.0/24', '10.0.10.0/24'] }),
      network({ privateSubnets: ['10.0.10.0/24', '10.0.8.0/22'] }),
      // One address in common.
      network({ privateSubnets: ['10.0.10.0/24', '10.0.10.0/32'] }),
      network({ privateSubnets: ['10.0.10.0/24', '10.0.10.255/32'] }),
    ],
  },
  {
    rule: 'subnet-size',
    limit: 'three nodes a zone on a /25, of nodes that the zones divide or not',
    taken: [6, 5].map((max) => ({
      ...network({ privateSubnets: ['10.0.10.0/25', '10.0.11.0/25'] }),
      ...groups({ max }),
    })),
    found: [7, 8].map((max) => ({
      ...network({ privateSubnets: ['10.0.10.0/24', '10.0.11.0/25'] }),
      ...groups({ max }),
    })),
  },
  {
    rule: 'subnet-size',
    limit: 'nodes of all groups together',
    taken: [{ ...network({ privateSubnets: ['10.0.10.0/25', '10.0.11.0/25'] }), ...groups({ max: 3 }, { max: 3 }) }],
    found: [{ ...network({ privateSubnets: ['10.0.10.0/25', '10.0.11.0/24'] }), ...groups({ max: 3 }, { max: 4 }) }],
  },
  {
    rule: 'subnet-size',
    limit: 'a /27 for load balancers',
    taken: [network({ publicSubnets: ['10.0.1.0/24', '10.0.2.0/27'] })],
    found: [network({ publicSubnets: ['10.0.1.0/24', '10.0.2.0/28'] })],
  },
  {
    rule: 'kubernetes-version',
    limit: 'versions with standard support',
    taken: ['1.34', '1.35', '1.36'].map((version) => ({ cluster: { version } })),
    found: ['1.33', '1.37'].map((version) => ({ cluster: { version } })),
  },
  {
    rule: 'api-reachable',
    limit: 'half of the internet',
    taken: [{ cluster: { publicAccessCidrs: ['0.0.0.0/1'] } }],
    found: [{ cluster: { publicAccessCidrs: ['0.0.0.0/0'] } }],
  },
  {
    rule: 'node-groups',
    limit: 'fewest nodes as many as most',
    taken: [groups({ min: 2, max: 2 })],
    found: [groups({ min: 3, max: 2 })],
  },
  {
    rule: 'node-groups',
    limit: 'two types for spot, one otherwise',
    taken: [groups({ capacity: 'spot', instanceTypes: ['t3.medium', 't3a.medium'] }), groups({})],
    found: [groups({ capacity: 'spot' })],
  },
  {
    rule: 'node-groups',
    limit: 'one group without a taint that keeps pods away',
    taken: [groups({}, tainted('NoSchedule')), groups(tainted('PreferNoSchedule'), tainted('NoExecute'))],
    found: [
      groups(tainted('NoSchedule')),
      groups(tainted('NoExecute')),
      groups(tainted('PreferNoSchedule', 'NoSchedule'), tainted('NoExecute')),
    ],
  },
  {
    rule: 'prefix-delegation',
    limit: 'families with the Nitro system',
    taken: types('t3.medium', 't3a.medium', 'm5.large', 'c5.large', 'r5.large', 'i3.large', 'm6i.large', 'p4d.large'),
    found: types(
      ...['t1.a', 't2.a', 'm1.a', 'm2.a', 'm3.a', 'm4.a', 'c1.a', 'c3.a', 'c4.a', 'r3.a', 'r4.a', 'i2.a', 'd2.a'],
      ...['h1.a', 'x1.a', 'x1e.a', 'p2.a', 'p3.a', 'g2.a', 'g3.a', 'g3s.a', 'f1.a'],
    ),
  },
  {
    rule: 'node-labels',
    limit: 'domains that Kubernetes and EKS keep',
    taken: labels('pool', 'example.com/pool', 'mykubernetes.io/x', 'kubernetes.io.example.com/x', 'amazonaws.com/x'),
    found: labels('kubernetes.io/x', 'node.kubernetes.io/x', 'k8s.io/x', 'a.k8s.io/x', 'eks.amazonaws.com/x'),
  },
  {
    rule: 'node-architecture',
    limit: 'each image family with its processors',
    taken: [
      groups({ amiType: 'AL2023_x86_64_STANDARD', instanceTypes: ['m6i.large', 'm6a.large'] }),
      groups({ amiType: 'BOTTLEROCKET_x86_64' }),
      groups({ amiType: 'AL2023_ARM_64_STANDARD', instanceTypes: ['t4g.medium', 'c7gn.medium', 'm6gd.medium'] }),
      groups({ amiType: 'BOTTLEROCKET_ARM_64', instanceTypes: ['m7g.large'] }),
    ],
    found: [
      groups({ amiType: 'AL2023_x86_64_STANDARD', instanceTypes: ['m6g.large'] }),
      groups({ amiType: 'BOTTLEROCKET_x86_64', instanceTypes: ['c7gn.large'] }),
      groups({ amiType: 'AL2023_ARM_64_STANDARD', instanceTypes: ['m6i.large'] }),
      groups({ amiType: 'BOTTLEROCKET_ARM_64', instanceTypes: ['g5.large'] }),
    ],
  },
  {
    rule: 'replicas',
    limit: 'two at least, and no more at least than at most',
    taken: [replicas({ min: 2 }), replicas({ min: 10 })],
    found: [replicas({ min: 1 }), replicas({ min: 11 })],
  },
  ...['requests', 'limits'].flatMap((kind) =>
    amounts.map(
      (name): Limit => ({
        rule: 'positive-amounts',
        limit: `the least of ${kind}.${name}`,
        taken: name === 'cpu' ? [requestAndLimit(name, '1m', '1m')] : [requestAndLimit(name, '1Mi', '1048576')],
        found:
          name === 'cpu'
            ? [resources(kind, name, '0.9m')]
            : [resources(kind, name, '1048575'), resources(kind, name, '0')],
      }),
    ),
  ),
  ...amounts.map(
    (name): Limit => ({
      rule: 'requests-within-limits',
      limit: `a request of ${name} that is its limit, in other words`,
      taken:
        name === 'cpu'
          ? [requestAndLimit(name, '1', '1000m'), requestAndLimit(name, '0.3', '300m')]
          : [requestAndLimit(name, '1Gi', '1024Mi'), requestAndLimit(name, '1000M', '1G')],
      found:
        name === 'cpu'
          ? [requestAndLimit(name, '1001m', '1')]
          : [requestAndLimit(name, '1025Mi', '1Gi'), requestAndLimit(name, '1Gi', '1G')],
    }),
  ),
  {
    rule: 'quota-holds-replicas',
    limit: 'pods of the worst case',
    taken: [withQuota({ pods: 23 }), withQuota({ pods: 23 }, { replicas: { max: 10 } })],
    found: [withQuota({ pods: 22 })],
  },
  {
    rule: 'quota-holds-replicas',
    limit: 'a surge that is rounded up',
    taken: [4, 5].map((max) => withQuota({ pods: 2 * max + Math.ceil(max / 4) }, { replicas: { max } })),
    found: [4, 5].map((max) => withQuota({ pods: 2 * max + Math.ceil(max / 4) - 1 }, { replicas: { max } })),
  },
  ...quotas.map(
    ([kind, name, enough, short]): Limit => ({
      rule: 'quota-holds-replicas',
      limit: `${kind}.${name} of 23 pods`,
      taken: enough.map((amount) => quota(kind, name, amount)),
      found: [quota(kind, name, short)],
    }),
  ),
  {
    rule: 'nodes-hold-replicas',
    limit: 'five pods on each t3.medium, by CPU',
    taken: [groups({ max: 2 }), groups({ max: 1 }, { max: 1 }), groups({ max: 2, ...tainted('PreferNoSchedule') })].map(
      (edit) => ({ ...edit, ...bare }),
    ),
    found: [
      { ...groups({ max: 1 }), ...bare },
      { ...groups({ max: 2 }), ...replicas({ max: 11 }), ...bare },
      { ...groups({ max: 1 }, { max: 1, ...tainted('NoSchedule') }), ...bare },
      // The add-ons' pods were there before.
      groups({ max: 2 }),
    ],
  },
  {
    rule: 'nodes-hold-replicas',
    limit: 'three pods on each t3.medium, by memory',
    taken: [{ ...groups({ max: 4 }), ...workload({ resources: { requests: { memory: '940Mi' } } }), ...bare }],
    found: [{ ...groups({ max: 3 }), ...workload({ resources: { requests: { memory: '940Mi' } } }), ...bare }],
  },
  {
    rule: 'nodes-hold-replicas',
    limit: 'nodes that are known, nobody who makes others, and nobody who allows it',
    taken: [
      mergeDeep(groups({ max: 1 }), { cluster: { podsMayWait: ['maximum'] } }) as object,
      groups({ max: 1, instanceTypes: ['x9z.large'] }),
      { ...groups({ max: 1 }), addons: { karpenter: { enabled: true } } },
    ],
    found: [groups({ max: 1, instanceTypes: ['m5.large'] })],
  },
  {
    rule: 'reserved-variables',
    limit: 'every variable that the chart sets',
    taken: [...config('PORTS', 'METRICS', 'MODEL', 'AWS', 'NODE'), secret('MODEL_URL')],
    found: ['PORT', 'METRICS_PORT', 'MODEL_PATH', 'MODEL_SHA256', 'AWS_REGION', 'NODE_ENV'].flatMap((name) => [
      ...config(name),
      secret(name),
    ]),
  },
  {
    rule: 'no-secret-in-config',
    limit: 'words that secrets are called by',
    taken: config('LOG_LEVEL', 'DATABASE_HOST', 'KEY_COUNT', 'PASS_THROUGH'),
    found: config(
      ...['DB_PASSWORD', 'PASSWD', 'CLIENT_SECRET', 'AUTH_TOKEN', 'API_KEY', 'APIKEY', 'PRIVATE_KEY', 'PRIVATEKEY'],
      ...['CREDENTIALS', 'DATABASE_URL', 'db_password'],
    ),
  },
  {
    rule: 'ingress-certificate',
    limit: 'a certificate only where there is an ingress',
    taken: [exposure({ ingress: { enabled: false } })],
    found: [exposure({ ingress: { enabled: true } })],
  },
  {
    rule: 'target-revision',
    limit: 'HEAD alone',
    taken: ['head', 'HEAD/1', 'refs/tags/HEAD'].map((targetRevision) => ({ gitops: { targetRevision } })),
    found: [{ gitops: { targetRevision: 'HEAD' } }],
  },
  {
    rule: 'needed-addons',
    limit: 'each need by itself',
    taken: [
      { ...off('aws-load-balancer-controller'), ...exposure({ loadBalancer: { enabled: false } }) },
      { ...off('external-secrets'), ...workload({ secrets: [] }) },
      { ...off('metrics-server'), ...replicas({ min: 10 }) },
      off('cluster-autoscaler'),
      off('kube-prometheus-stack'),
      off('argo-cd'),
    ],
    found: [
      off('aws-load-balancer-controller'),
      {
        ...off('aws-load-balancer-controller'),
        ...exposure({ loadBalancer: { enabled: false }, ingress: { enabled: true } }),
      },
      { ...off('external-secrets'), ...workload({ secrets: [{ name: 'a', variable: 'A' }] }) },
      { ...off('metrics-server'), ...replicas({ min: 9 }) },
    ],
  },
  {
    rule: 'one-node-autoscaler',
    limit: 'one of the two',
    taken: [
      {},
      off('cluster-autoscaler'),
      { addons: { karpenter: { enabled: true }, 'cluster-autoscaler': { enabled: false } } },
    ],
    found: [{ addons: { karpenter: { enabled: true } } }],
  },
];
