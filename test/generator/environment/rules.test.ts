// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are HCL

import { readdirSync } from 'node:fs';
import test from 'ava';
import * as z from 'zod';
import { mergeDeep } from '../../../generator/base/merge.js';
import { mergeFiles } from '../../../generator/environment/merge-files.js';
import { pathText } from '../../../generator/environment/problem.js';
import type { Environment } from '../../../generator/environment/resolve.js';
import { arnFields } from '../../../generator/environment/rules/aws.js';
import { checkEnvironment, checkFleet } from '../../../generator/environment/rules.js';
import { type EnvironmentInput, environmentSchema } from '../../../generator/environment/schema.js';
import { shippedEnvironments, shippedInputs } from '../../charts/environments.js';
import { validated } from '../../helpers/rendered-files.js';
import { resolved } from '../../helpers/resolved.js';

const inputs = shippedInputs();
const knownAddons = [
  'keda',
  'metrics-server',
  'external-secrets',
  'karpenter',
  'cluster-autoscaler',
  'aws-load-balancer-controller',
  'argo-cd',
  'kube-prometheus-stack',
];

const windows = (...edits: readonly object[]) => ({
  gitops: { syncWindows: edits.map((edit) => ({ kind: 'deny', schedule: '0 22 * * *', duration: '1h', ...edit })) },
});

const inputOf = (edit: object) => mergeFiles(inputs.get('prod'), edit) as EnvironmentInput;
const environmentOf = (edit: object): Environment => resolved(inputOf(edit));

/** An edit of prod that a rule finds, the path and message of the finding, and a similar edit without a finding. */
type Case = readonly [rule: string, caught: object, path: string, message: RegExp, neighbour: object];

const network = (edit: object) => ({ network: edit });
const group = (edit: object, more: readonly object[] = []) => ({
  cluster: {
    nodeGroups: [{ name: 'a', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 2, ...edit }, ...more],
  },
});
const manyGroups = (zones: string) =>
  Array.from({ length: 15 }, (_, index) => ({ ...plainGroup, name: `more${index}`, zones }));
const workload = (edit: object) => ({ workloads: { 'ml-inference': edit } });
const enoughQuota = {
  requests: { cpu: '6', memory: '12Gi', ephemeralStorage: '3Gi' },
  limits: { cpu: '24', memory: '24Gi', ephemeralStorage: '12Gi' },
  pods: 30,
};
const ampleQuota = {
  requests: { cpu: '99', memory: '99Gi', ephemeralStorage: '99Gi' },
  limits: { cpu: '99', memory: '99Gi', ephemeralStorage: '99Gi' },
  pods: 30,
};
const quota = (edit: object) => workload({ quota: mergeDeep(enoughQuota, edit) });
const resources = (requests: object, limits: object = {}) => workload({ resources: { requests, limits } });
const plainGroup = { name: 'b', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 2 };
const karpenter = { addons: { karpenter: { enabled: true }, 'cluster-autoscaler': { enabled: false } } };
const pod = (edit: object) => workload({ pod: edit });
const container = (edit: object) => ({
  name: 'a',
  image: 'a:1',
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
  ...edit,
});
const ingress = (edit: object) => workload({ exposure: { ingress: { enabled: true, ...edit } } });
const secretPart = (property: string, variable: string) => ({ name: 'db', property, variable });
const existingCluster = { name: 'platform', oidcIssuer: 'https://oidc.eks.ap-southeast-2.amazonaws.com/id/0A1B' };
const window = { schedule: '0 22 * * *', duration: '1h', timeZone: 'UTC', manualSync: true };
const weights = (name: string) => ({ name, sha256: '0'.repeat(64) });
const secretArn = ({ region = 'ap-southeast-2', account = '111122223333' } = {}) =>
  `arn:aws:secretsmanager:${region}:${account}:secret:rds!db-1-AbCdEf`;
const kmsKeyArn = 'arn:aws:kms:ap-southeast-2:444455556666:key/a';
const secrets = (...sources: readonly object[]) =>
  workload({ secrets: sources.map((source, index) => ({ ...source, variable: `V${index}` })) });
const modelFile = { bucket: 'my-models', key: 'a.onnx', sha256: '0'.repeat(64), sizeLimit: '64Mi' };
const certificate = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/a`;
const taint = (effect: string) => [{ key: 'a', effect }];

/** Prod's workload again, as another one. */
const fraud = (edit: object) => ({ fraud: mergeFiles(inputs.get('prod')?.workloads['ml-inference'], edit) });
const two = (edit: object, other: object) => ({ workloads: { ...fraud(other), 'ml-inference': edit } });
const host = (edit: object) => ({
  exposure: {
    ingress: { enabled: true, host: 'a.example.com', certificateArn: certificate('ap-southeast-2'), ...edit },
  },
});
const existing = (edit: object = {}) =>
  network({
    existing: {
      vpcId: 'vpc-0a1b',
      cidr: '10.0.0.0/16',
      privateSubnets: subnets('10.0.10.0/24', '10.0.11.0/24'),
      publicSubnets: subnets('10.0.1.0/24', '10.0.2.0/24'),
      ...edit,
    },
  });
const subnets = (...ranges: readonly string[]) =>
  ranges.map((cidr, index) => ({ id: `subnet-0${index}`.padEnd(11, 'a'), zone: `ap-southeast-2${'ab'[index]}`, cidr }));
const [first, second] = subnets('10.0.10.0/24', '10.0.11.0/24');
const iam = (account: string, name: string) => `arn:aws:iam::${account}:${name}`;
const ofTerraform = (policies: object) => ({
  pipeline: {
    githubRepository: 'example/inference',
    branch: 'main',
    createOidcProvider: true,
    terraform: { planPolicies: [], applyPolicies: [], ...policies },
  },
});
const ofPipeline = { pipeline: { githubRepository: 'example/inference', branch: 'main', createOidcProvider: true } };
const registry = (accountId: string) => ({ registry: { accountId, region: 'ap-southeast-2' } });

const inRegion = (region: string) => ({
  aws: { region },
  network: { availabilityZones: [`${region}a`, `${region}b`] },
});
const onPath = {
  exposure: { ingress: { enabled: true, path: '/fraud', certificateArn: certificate('ap-southeast-2') } },
};
const receivers = (...list: readonly object[]) => ({ observability: { receivers: list } });
const topicArn = 'arn:aws:sns:ap-southeast-2:444455556666:alerts';
const withoutLimit = { resources: { limits: { cpu: null } } };
const budgets = (budget: object) => ({
  cluster: {
    karpenterPools: {
      default: {
        categories: ['m'],
        architectures: ['amd64'],
        capacity: ['on-demand'],
        limits: { cpu: '8', memory: '32Gi' },
        disruptionBudgets: [budget],
        amiRelease: 'v20260903',
      },
    },
  },
});
const ranges = (count: number) => Array.from({ length: count }, (_, index) => `203.0.${index}.0/24`);
const loadBalancer = (edit: object) => workload({ exposure: { loadBalancer: { enabled: true, ...edit } } });
const model = { bucket: 'acme-models', key: 'a.onnx', sha256: 'a'.repeat(64), sizeLimit: '64Mi' };

const cases: readonly Case[] = [
  [
    'two-zones',
    existing({ privateSubnets: [first, { ...second, zone: 'ap-southeast-2a' }] }),
    'network.existing.privateSubnets',
    /private subnets in two zones/,
    existing(),
  ],
  [
    'zones-in-region',
    existing({ publicSubnets: [{ ...first, zone: 'us-east-1a', cidr: '10.0.1.0/24' }] }),
    'network.existing.publicSubnets[0].zone',
    /us-east-1a is not in the region/,
    existing(),
  ],
  [
    'network-address',
    existing({ privateSubnets: [first, { ...second, cidr: '10.0.11.1/24' }] }),
    'network.existing.privateSubnets[1].cidr',
    /write 10\.0\.11\.0\/24/,
    existing(),
  ],
  ['vpc-size', existing({ cidr: '10.0.0.0/15' }), 'network.existing.cidr', /not \/15/, existing()],
  [
    'subnet-in-vpc',
    existing({ privateSubnets: [first, { ...second, cidr: '10.9.0.0/24' }] }),
    'network.existing.privateSubnets[1].cidr',
    /outside the VPC/,
    existing(),
  ],
  [
    'subnets-apart',
    existing({ privateSubnets: [first, { ...second, cidr: '10.0.10.0/25' }] }),
    'network.existing.privateSubnets[1].cidr',
    /overlaps with 10\.0\.10\.0\/24/,
    existing(),
  ],
  [
    'subnet-size',
    existing({ privateSubnets: [first, { ...second, cidr: '10.0.11.0/26' }] }),
    'network.existing.privateSubnets[1].cidr',
    /use \/25/,
    existing(),
  ],
  [
    'no-way-out',
    network({ natGateways: 'none' }),
    'network.natGateways',
    /nothing outside AWS is reached: Argo CD needs a repository/,
    existing(),
  ],
  [
    'public-subnets',
    existing({ publicSubnets: [] }),
    'workloads.ml-inference.exposure.loadBalancer.scheme',
    /no public subnet/,
    { ...existing({ publicSubnets: [] }), ...workload({ exposure: { loadBalancer: { scheme: 'internal' } } }) },
  ],
  [
    'public-subnets',
    {
      ...existing({ publicSubnets: [] }),
      ...workload({ ...host({}), exposure: { loadBalancer: { enabled: false }, ...host({}).exposure } }),
    },
    'workloads.ml-inference.exposure.ingress.scheme',
    /list them in network\.existing\.publicSubnets/,
    {
      ...existing({ publicSubnets: [] }),
      ...workload({ exposure: { loadBalancer: { enabled: false } } }),
    },
  ],
  [
    'shared-balancer',
    two(host({ group: 'g' }), host({ group: 'g', path: '/fraud', scheme: 'internal' })),
    'workloads.ml-inference.exposure.ingress.scheme',
    /ml-inference and fraud share the load balancer g: give both the same scheme/,
    two(host({ group: 'g' }), host({ group: 'h', path: '/fraud', scheme: 'internal' })),
  ],
  [
    'shared-balancer',
    two(host({ group: 'g' }), host({ group: 'g', path: '/fraud', sourceCidrs: ['10.0.0.0/8'] })),
    'workloads.ml-inference.exposure.ingress.sourceCidrs',
    /which admits whom either admits/,
    two(
      host({ group: 'g', sourceCidrs: ['10.0.0.0/8', '10.0.0.0/9'] }),
      host({ group: 'g', path: '/fraud', sourceCidrs: ['10.0.0.0/9', '10.0.0.0/8'] }),
    ),
  ],
  [
    'host-on-one-balancer',
    two(host({}), host({ path: '/fraud' })),
    'workloads.ml-inference.exposure.ingress.group',
    /a\.example\.com is the host of fraud too/,
    two(host({}), host({ host: 'b.example.com' })),
  ],
  [
    'host-on-one-balancer',
    two(host({ group: 'g' }), host({ group: 'h', path: '/fraud' })),
    'workloads.ml-inference.exposure.ingress.group',
    /give both the same group/,
    two(host({ group: 'g' }), host({ group: 'g', path: '/fraud' })),
  ],
  ...(['permissionsBoundary', 'assumeRoleArn'] as const).flatMap((field): readonly Case[] => {
    const [right, wrong] = field === 'assumeRoleArn' ? ['role/a', 'policy/a'] : ['policy/a', 'role/a'];
    const neighbour = { aws: { [field]: iam('111122223333', right) } };
    return [
      [
        'iam-of-this-account',
        { aws: { [field]: iam('999900001111', right) } },
        `aws.${field}`,
        /This is of account 999900001111: it must be of 111122223333/,
        neighbour,
      ],
      [
        'iam-of-this-account',
        { aws: { [field]: iam('111122223333', wrong) } },
        `aws.${field}`,
        /(A boundary is a policy|What Terraform assumes is a role): arn:/,
        neighbour,
      ],
    ];
  }),
  [
    'iam-of-this-account',
    { aws: { permissionsBoundary: iam('', 'policy/a') } },
    'aws.permissionsBoundary',
    /\(none\)/,
    {},
  ],
  [
    'registry-made-elsewhere',
    registry('999900001111'),
    'registry',
    /its repositories must let account 111122223333 pull/,
    registry('111122223333'),
  ],
  [
    'pipeline-with-registry',
    { ...registry('999900001111'), ...ofPipeline },
    'pipeline',
    /pushed to account 999900001111 in .* belongs to an environment of that account\. .* `terraform: \{\}`/,
    { ...registry('999900001111'), ...ofTerraform({}) },
  ],
  [
    'pipeline-with-registry',
    { registry: { accountId: '111122223333', region: 'us-east-1' }, ...ofPipeline },
    'pipeline',
    /pushed to account 111122223333 in us-east-1/,
    { ...registry('111122223333'), ...ofPipeline },
  ],
  [
    'pipeline-without-another-role',
    { aws: { assumeRoleArn: iam('111122223333', 'role/a') }, ...ofTerraform({}) },
    'pipeline.terraform',
    /Terraform would go on to arn:aws:iam::111122223333:role\/a, .* Take this away, or aws\.assumeRoleArn/,
    ofTerraform({}),
  ],
  ...(['planPolicies', 'applyPolicies'] as const).flatMap((field) =>
    [iam('999900001111', 'policy/a'), iam('111122223333', 'role/a')].map(
      (arn): Case => [
        'policies-of-the-pipeline',
        ofTerraform({ [field]: [iam('111122223333', 'policy/a'), arn] }),
        `pipeline.terraform.${field}[1]`,
        /A policy of this account is meant, or one of AWS: arn:…:iam::111122223333:policy/,
        ofTerraform({ [field]: [iam('111122223333', 'policy/a'), iam('aws', 'policy/ViewOnlyAccess')] }),
      ],
    ),
  ),
  ...(
    [
      [
        '999900001111.dkr.ecr.eu-west-1.amazonaws.com/team/models',
        /say registry: \{ accountId: "999900001111", region: eu-west-1 \} and here team\/models\.$/,
      ],
      ['999900001111.dkr.ecr.cn-north-1.amazonaws.com.cn/models', /region: cn-north-1 \} and here models\.$/],
      ['ghcr.io/team/models', /write the name of the repository alone\.$/],
    ] as const
  ).map(
    ([repository, message]): Case => [
      'repository-name',
      workload({ image: { repository } }),
      'workloads.ml-inference.image.repository',
      message,
      workload({ image: { repository: 'team/models.v2' } }),
    ],
  ),

  [
    'scratch-space',
    resources({ ephemeralStorage: '1Mi' }, { ephemeralStorage: '1Mi' }),
    'workloads.ml-inference.resources.limits.ephemeralStorage',
    /1Mi can't hold \/tmp/,
    {},
  ],

  [
    'tags',
    { aws: { tags: { project: 'a' } } },
    'aws.tags.project',
    /project and Project are one tag/,
    { aws: { tags: { projects: 'a' } } },
  ],
  [
    'tags',
    { aws: { tags: { 'AWS:x': 'a' } } },
    'aws.tags["AWS:x"]',
    /kept for AWS/,
    { aws: { tags: { 'x:aws': 'a' } } },
  ],
  [
    'tags',
    { aws: { tags: { team: '${a}' } } },
    'aws.tags.team',
    /AWS takes letters/,
    { aws: { tags: { team: 'é a_.:/=+-@' } } },
  ],
  [
    'endpoints-once',
    network({ interfaceEndpoints: ['sts', 'sts'] }),
    'network.interfaceEndpoints[1]',
    /sts is listed twice/,
    network({ interfaceEndpoints: ['sts', 'ec2'] }),
  ],
  [
    'prefix-delegation',
    group({ instanceTypes: ['t2.medium'] }),
    'cluster.nodeGroups[0].instanceTypes[0]',
    /older than the Nitro/,
    group({ instanceTypes: ['t3.medium'] }),
  ],
  [
    'node-labels',
    group({ labels: { 'node.kubernetes.io/x': 'a' } }),
    'cluster.nodeGroups[0].labels["node.kubernetes.io/x"]',
    /keeps for itself/,
    group({ labels: { 'notkubernetes.io/x': 'a' } }),
  ],

  [
    'zones-in-region',
    network({ availabilityZones: ['ap-southeast-2a', 'us-east-1b'] }),
    'network.availabilityZones[1]',
    /us-east-1b is not in the region ap-southeast-2/,
    network({ availabilityZones: ['ap-southeast-2b', 'ap-southeast-2c'] }),
  ],
  [
    'zones-in-region',
    network({ availabilityZones: ['ap-southeast-2a', 'ap-southeast-2a'] }),
    'network.availabilityZones[1]',
    /listed twice/,
    {},
  ],
  [
    'subnet-per-zone',
    network({ publicSubnets: ['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'] }),
    'network.publicSubnets',
    /2 availability zones and 3 ranges/,
    network({ publicSubnets: ['10.0.3.0/24', '10.0.4.0/24'] }),
  ],
  [
    'network-address',
    network({ cidr: '10.0.0.1/16' }),
    'network.cidr',
    /host bits set: write 10\.0\.0\.0\/16/,
    network({ cidr: '10.0.0.0/16' }),
  ],
  [
    'network-address',
    network({ privateSubnets: ['10.0.10.0/24', '10.0.11.128/24'] }),
    'network.privateSubnets[1]',
    /write 10\.0\.11\.0\/24/,
    network({ privateSubnets: ['10.0.10.0/24', '10.0.11.128/25'] }),
  ],
  [
    'vpc-size',
    network({ cidr: '10.0.0.0/15' }),
    'network.cidr',
    /between \/16 and \/28, not \/15/,
    network({ cidr: '10.0.0.0/17' }),
  ],
  ['vpc-size', network({ cidr: '10.0.0.0/29' }), 'network.cidr', /not \/29/, network({ cidr: '10.0.0.0/28' })],
  [
    'subnet-in-vpc',
    network({ publicSubnets: ['10.0.1.0/24', '10.1.0.0/24'] }),
    'network.publicSubnets[1]',
    /outside the VPC/,
    network({ publicSubnets: ['10.0.1.0/24', '10.0.255.0/24'] }),
  ],
  [
    'subnets-apart',
    network({ privateSubnets: ['10.0.10.0/24', '10.0.2.128/25'] }),
    'network.privateSubnets[1]',
    /10\.0\.2\.128\/25 overlaps with 10\.0\.2\.0\/24/,
    network({ privateSubnets: ['10.0.10.0/24', '10.0.3.0/25'] }),
  ],
  [
    'subnet-size',
    network({ privateSubnets: ['10.0.10.0/24', '10.0.11.0/26'] }),
    'network.privateSubnets[1]',
    /64 addresses.*use \/25/,
    network({ privateSubnets: ['10.0.10.0/24', '10.0.11.0/25'] }),
  ],
  [
    'subnet-size',
    network({ publicSubnets: ['10.0.1.0/24', '10.0.2.0/29'] }),
    'network.publicSubnets[1]',
    /too small/,
    network({ publicSubnets: ['10.0.1.0/24', '10.0.2.0/27'] }),
  ],
  [
    'kubernetes-version',
    { cluster: { version: '1.29' } },
    'cluster.version',
    /no standard support for Kubernetes 1\.29: use 1\.35 or 1\.36/,
    { cluster: { version: '1.36' } },
  ],
  [
    'kubernetes-version',
    { cluster: { version: '1.37' } },
    'cluster.version',
    /newer than what was known on/,
    { cluster: { version: '1.36' } },
  ],
  ['known-region', inRegion('eu-cental-1'), 'aws.region', /Did you mean eu-central-1\?/, inRegion('eu-central-1')],
  ['known-region', inRegion('ap-southeast-9'), 'aws.region', /not among those/, inRegion('ap-southeast-5')],
  [
    'known-region',
    { registry: { accountId: '111122223333', region: 'us-eest-1' } },
    'registry.region',
    /Did you mean us-east-1\?/,
    registry('111122223333'),
  ],
  [
    'known-instance-type',
    group({ instanceTypes: ['t3.mediun'] }),
    'cluster.nodeGroups[0].instanceTypes[0]',
    /Did you mean t3\.medium\?/,
    group({ instanceTypes: ['t3.medium'] }),
  ],
  [
    'known-instance-type',
    group({ instanceTypes: ['mm5.large'] }),
    'cluster.nodeGroups[0].instanceTypes[0]',
    /Did you mean m5\.large\?/,
    group({ instanceTypes: ['m5.large'] }),
  ],
  [
    'known-instance-type',
    group({ instanceTypes: ['constructor.name'] }),
    'cluster.nodeGroups[0].instanceTypes[0]',
    /AWS has no constructor\.name/,
    group({ instanceTypes: ['m7i.large'] }),
  ],
  [
    'known-instance-type',
    group({ instanceTypes: ['m99i.large'] }),
    'cluster.nodeGroups[0].instanceTypes[0]',
    /not among those/,
    group({ instanceTypes: ['m7i.large'] }),
  ],
  [
    'node-zones',
    group({ zones: ['ap-southeast-2c'] }),
    'cluster.nodeGroups[0].zones[0]',
    /in ap-southeast-2a, ap-southeast-2b, none in ap-southeast-2c/,
    group({ zones: ['ap-southeast-2b'] }),
  ],
  [
    'image-release',
    group({ amiRelease: '1.34.9-20260903' }),
    'cluster.nodeGroups[0].amiRelease',
    /for Kubernetes 1\.34\.9-20260903, and the cluster's is 1\.35/,
    group({ amiRelease: '1.35.7-20260903' }),
  ],
  [
    'image-release',
    group({ amiType: 'BOTTLEROCKET_x86_64', amiRelease: '1.35.7-20260903' }),
    'cluster.nodeGroups[0].amiRelease',
    /no release of BOTTLEROCKET_x86_64/,
    group({ amiType: 'BOTTLEROCKET_x86_64', amiRelease: 'newest' }),
  ],
  [
    'image-release',
    group({ amiRelease: '1.65.0-0be31b34' }),
    'cluster.nodeGroups[0].amiRelease',
    /no release of AL2023_x86_64_STANDARD: write one such as 1\.35\.7-20260903/,
    group({ amiType: 'BOTTLEROCKET_x86_64', amiRelease: '1.65.0-0be31b34' }),
  ],
  [
    'karpenter-budgets',
    budgets({ nodes: '0', schedule: '0 9 * * *' }),
    'cluster.karpenterPools.default.disruptionBudgets[0]',
    /schedule needs a duration/,
    budgets({ nodes: '0', schedule: '0 9 * * *', duration: '8h' }),
  ],
  [
    'karpenter-budgets',
    budgets({ nodes: '0', schedule: '0 25 * * *', duration: '8h' }),
    'cluster.karpenterPools.default.disruptionBudgets[0].schedule',
    /its hour must be/,
    budgets({ nodes: '10%' }),
  ],
  [
    'arn-partition',
    { cluster: { accessEntries: [{ principalArn: 'arn:aws-cn:iam::111122223333:role/a', access: 'admin' }] } },
    'cluster.accessEntries[0].principalArn',
    /ap-southeast-2 is in aws\. Write arn:aws:/,
    {},
  ],
  [
    'arn-partition',
    workload({ model: { ...model, kmsKeyArn: 'arn:aws-us-gov:kms:ap-southeast-2:111122223333:key/a' } }),
    'workloads.ml-inference.model.kmsKeyArn',
    /partition aws-us-gov/,
    workload({ model: { ...model, kmsKeyArn: 'arn:aws:kms:ap-southeast-2:111122223333:key/a' } }),
  ],
  [
    'security-group-rules',
    loadBalancer({ sourceCidrs: ranges(61) }),
    'workloads.ml-inference.exposure.loadBalancer.sourceCidrs',
    /at most 60 ranges/,
    loadBalancer({ sourceCidrs: ranges(60) }),
  ],
  [
    'security-group-rules',
    ingress({ certificateArn: certificate('ap-southeast-2'), sourceCidrs: ranges(31) }),
    'workloads.ml-inference.exposure.ingress.sourceCidrs',
    /at most 30 ranges/,
    ingress({ certificateArn: certificate('ap-southeast-2'), sourceCidrs: ranges(30) }),
  ],
  [
    'api-reachable',
    { cluster: { publicAccessCidrs: ranges(41) } },
    'cluster.publicAccessCidrs',
    /EKS takes at most 40/,
    { cluster: { publicAccessCidrs: ranges(40) } },
  ],
  [
    'api-reachable',
    { cluster: { publicAccessCidrs: [] } },
    'cluster.publicAccessCidrs',
    /nobody may reach it/,
    { cluster: { publicAccess: false, publicAccessCidrs: [] } },
  ],
  [
    'api-reachable',
    { cluster: { publicAccessCidrs: ['0.0.0.0/0'] } },
    'cluster.publicAccessCidrs[0]',
    /whole internet/,
    { cluster: { publicAccessCidrs: ['10.0.0.0/8'] } },
  ],
  ['access-entries', { cluster: { accessEntries: [] } }, 'cluster.accessEntries', /Nobody may use/, {}],
  [
    'access-entries',
    { cluster: { accessEntries: [{ principalArn: 'arn:aws:iam::999999999999:role/a', access: 'admin' }] } },
    'cluster.accessEntries[0].principalArn',
    /not in the account/,
    { cluster: { accessEntries: [{ principalArn: 'arn:aws:iam::111122223333:role/a', access: 'admin' }] } },
  ],
  [
    'access-entries',
    {
      cluster: {
        accessEntries: ['admin', 'viewer'].map((access) => ({
          principalArn: 'arn:aws:iam::111122223333:role/a',
          access,
        })),
      },
    },
    'cluster.accessEntries[1].principalArn',
    /listed twice/,
    {
      cluster: {
        accessEntries: ['a', 'b'].map((role) => ({
          principalArn: `arn:aws:iam::111122223333:role/${role}`,
          access: 'admin',
        })),
      },
    },
  ],
  [
    'node-groups',
    group({ min: 3, max: 2 }),
    'cluster.nodeGroups[0].min',
    /min is 3 and max is 2/,
    group({ min: 2, max: 2 }),
  ],
  [
    'node-groups',
    group({}, [{ name: 'a', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 2 }]),
    'cluster.nodeGroups[1].name',
    /Two node groups are called a/,
    group({}, [{ name: 'b', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 2 }]),
  ],
  [
    'node-groups-by-zone',
    group({}, [{ name: 'a-b', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 2, zones: 'all' }]),
    'cluster.nodeGroups[1].name',
    /EKS would get two node groups called a-b/,
    group({ zones: 'all' }, [{ name: 'a-b', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 2 }]),
  ],
  [
    'node-groups-by-zone',
    group({}, manyGroups('each')),
    'cluster.nodeGroups',
    /EKS gets 32 node groups/,
    group({}, manyGroups('all')),
  ],
  [
    'node-groups',
    group({ capacity: 'spot' }),
    'cluster.nodeGroups[0].instanceTypes',
    /interrupted all at once/,
    group({ capacity: 'spot', instanceTypes: ['t3.medium', 't3a.medium'] }),
  ],
  [
    'node-groups',
    group({ instanceTypes: ['t3.medium', 't3.large'] }),
    'cluster.nodeGroups[0].instanceTypes',
    /differ in size/,
    group({ instanceTypes: ['t3.large', 'm5.large'] }),
  ],
  [
    'node-groups',
    group({ taints: taint('NoSchedule') }),
    'cluster.nodeGroups[0].taints',
    /Every node group is tainted/,
    group({ taints: taint('PreferNoSchedule') }),
  ],
  [
    'node-architecture',
    group({ instanceTypes: ['t4g.medium'] }),
    'cluster.nodeGroups[0].instanceTypes[0]',
    /t4g\.medium is arm64/,
    group({ instanceTypes: ['t4g.medium'], amiType: 'AL2023_ARM_64_STANDARD' }),
  ],
  [
    'node-architecture',
    group({ amiType: 'BOTTLEROCKET_ARM_64' }),
    'cluster.nodeGroups[0].instanceTypes[0]',
    /t3\.medium is x86_64/,
    group({ amiType: 'BOTTLEROCKET_x86_64' }),
  ],
  [
    'replicas',
    workload({ replicas: { min: 11 } }),
    'workloads.ml-inference.replicas.min',
    /min is 11 and max is 10/,
    workload({ replicas: { min: 10 } }),
  ],
  [
    'replicas',
    workload({ replicas: { min: 1 } }),
    'workloads.ml-inference.replicas.min',
    /Use at least 2/,
    workload({ replicas: { min: 2 } }),
  ],
  [
    'positive-amounts',
    resources({ cpu: '0' }),
    'workloads.ml-inference.resources.requests.cpu',
    /too little: at least 1m/,
    resources({ cpu: '1m' }),
  ],
  [
    'positive-amounts',
    resources({ memory: '512m' }),
    'workloads.ml-inference.resources.requests.memory',
    /too little: at least 1Mi/,
    resources({ memory: '1Mi' }),
  ],
  [
    'requests-within-limits',
    resources({ memory: '2Gi' }),
    'workloads.ml-inference.resources.requests.memory',
    /larger than the limit/,
    resources({ memory: '1Gi' }),
  ],
  [
    'quota-holds-replicas',
    quota({ pods: 22 }),
    'workloads.ml-inference.quota.pods',
    /at least 23/,
    quota({ pods: 23 }),
  ],
  [
    'quota-holds-replicas',
    quota({ requests: { memory: '4Gi' } }),
    'workloads.ml-inference.quota.requests.memory',
    /can't hold .* at least 11776Mi/,
    quota({ requests: { memory: '11776Mi' } }),
  ],
  ['nodes-hold-replicas', group({ max: 1 }), 'workloads.ml-inference.replicas.max', /would stay Pending/, {}],
  [
    'variables-once',
    workload({
      secrets: [
        { name: 'a', variable: 'A' },
        { name: 'b', variable: 'A' },
      ],
    }),
    'workloads.ml-inference.secrets[1].variable',
    /Two secrets set A/,
    workload({
      secrets: [
        { name: 'a', variable: 'A' },
        { name: 'b', variable: 'B' },
      ],
    }),
  ],
  [
    'variables-once',
    workload({
      secrets: [
        { name: 'a', variable: 'A' },
        { name: 'a', variable: 'B' },
      ],
    }),
    'workloads.ml-inference.secrets[1].name',
    /called a/,
    {},
  ],
  [
    'variables-once',
    workload({ config: { A: 1 }, secrets: [{ name: 'a', variable: 'A' }] }),
    'workloads.ml-inference.secrets[0].variable',
    /in config too/,
    workload({ config: { a: 1 }, secrets: [{ name: 'a', variable: 'A' }] }),
  ],
  [
    'reserved-variables',
    workload({ config: { PORT: 1 } }),
    'workloads.ml-inference.config.PORT',
    /set by the chart/,
    workload({ config: { PORTAL: 1 } }),
  ],
  [
    'reserved-variables',
    workload({ secrets: [{ name: 'a', variable: 'MODEL_PATH' }] }),
    'workloads.ml-inference.secrets[0].variable',
    /set by the chart/,
    {},
  ],
  [
    'misspelt-variables',
    workload({ config: { MODEL_NAEM: 'churn' } }),
    'workloads.ml-inference.config.MODEL_NAEM',
    /MODEL_NAEM is no setting of the service, which would ignore it: is it MODEL_NAME\?/,
    workload({ config: { MODEL_NAME: 'churn', MODEL_NAME_FILE: '/run/name', HOME: '/tmp', DATABASE: 'x' } }),
  ],
  [
    'misspelt-variables',
    workload({ config: { log_level: 'debug' } }),
    'workloads.ml-inference.config.log_level',
    /is it LOG_LEVEL\?/,
    workload({ config: { LOG_LEVEL: 'debug' } }),
  ],
  [
    'misspelt-variables',
    workload({ secrets: [{ name: 'a', variable: 'API_KEY' }] }),
    'workloads.ml-inference.secrets[0].variable',
    /API_KEY is no setting.*is it API_KEYS\?/,
    workload({ secrets: [{ name: 'a', variable: 'API_KEYS' }] }),
  ],
  [
    'variables-without-effect',
    workload({ model: { bucket: 'my-models', key: 'a.onnx', sha256: '0'.repeat(64), sizeLimit: '256Mi' } }),
    'workloads.ml-inference.config.RANDOM_STATE',
    /Beside a model this has no effect: RANDOM_STATE, N_ESTIMATORS/,
    {},
  ],
  [
    'no-secret-in-config',
    workload({ config: { DB_PASSWORD: 'x' } }),
    'workloads.ml-inference.config.DB_PASSWORD',
    /looks like a secret/,
    workload({ config: { DB_HOST: 'x' } }),
  ],
  [
    'chart-too-old',
    { workloads: { 'ml-inference': { chartVersion: '0.1.9', ...onPath } } },
    'workloads.ml-inference.exposure.ingress.path',
    /Chart 0\.1\.9 doesn't have this: name 0\.2\.0 or later, or leave the path out/,
    { workloads: { 'ml-inference': { chartVersion: '0.2.0', ...onPath } } },
  ],
  [
    'chart-too-old',
    { workloads: { 'ml-inference': { chartVersion: '0.1.0', ...withoutLimit } } },
    'workloads.ml-inference.resources.limits.cpu',
    /or say a limit/,
    { workloads: { 'ml-inference': { chartVersion: 'v1.0.0', ...withoutLimit } } },
  ],
  [
    'chart-too-old',
    { workloads: { 'ml-inference': { chartVersion: '0.1.0', pod: { affinity: { podAffinity: {} } } } } },
    'workloads.ml-inference.pod.affinity',
    /or take it away/,
    { workloads: { 'ml-inference': { chartVersion: '0.1.0', pod: { priorityClassName: 'high' } } } },
  ],
  [
    'pod-nodes',
    pod({ nodes: { group: 'gpu' } }),
    'workloads.ml-inference.pod.nodes.group',
    /no node group gpu: there is general/,
    {
      ...group({ name: 'gpu', labels: { a: 'b' } }, [{ ...plainGroup, labels: { a: 'c' } }]),
      ...pod({ nodes: { group: 'gpu' } }),
    },
  ],
  [
    'pod-nodes',
    { ...group({ name: 'gpu' }), ...pod({ nodes: { group: 'gpu' } }) },
    'workloads.ml-inference.pod.nodes.group',
    /gpu has no labels, so nothing selects its nodes/,
    { ...group({ name: 'gpu', labels: { a: 'b' } }), ...pod({ nodes: { group: 'gpu' } }) },
  ],
  [
    'pod-nodes',
    {
      ...group({ labels: { a: 'b' } }, [{ ...plainGroup, labels: { a: 'b', c: 'd' } }]),
      ...pod({ nodes: { group: 'a' } }),
    },
    'workloads.ml-inference.pod.nodes.group',
    /no label that b doesn't have/,
    {
      ...group({ labels: { a: 'b' } }, [{ ...plainGroup, labels: { a: 'b', c: 'd' } }]),
      ...pod({ nodes: { group: 'b' } }),
    },
  ],
  [
    'pod-nodes',
    pod({ nodes: { pool: 'default' } }),
    'workloads.ml-inference.pod.nodes.pool',
    /Only Karpenter has pools/,
    { ...karpenter, ...pod({ nodes: { pool: 'default' } }) },
  ],
  [
    'pod-nodes',
    { ...karpenter, ...pod({ nodes: { pool: 'batch' } }) },
    'workloads.ml-inference.pod.nodes.pool',
    /no pool batch: there is default/,
    {},
  ],
  [
    'pod-names',
    pod({ sidecars: [container({ name: 'api' })] }),
    'workloads.ml-inference.pod.sidecars[0].name',
    /The chart has a api itself/,
    pod({ sidecars: [container({ name: 'apis' })] }),
  ],
  [
    'pod-names',
    pod({ sidecars: [container({})], initContainers: [container({ name: 'b' }), container({})] }),
    'workloads.ml-inference.pod.initContainers[1].name',
    /Two containers are called a/,
    pod({ sidecars: [container({})], initContainers: [container({ name: 'b' })] }),
  ],
  [
    'pod-names',
    pod({ volumes: [{ name: 'tmp', emptyDir: {} }] }),
    'workloads.ml-inference.pod.volumes[0].name',
    /The chart has a tmp itself/,
    pod({ volumes: [{ name: 'temp', emptyDir: {} }] }),
  ],
  [
    'pod-names',
    pod({
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 'a', secret: { secretName: 'b' } },
      ],
    }),
    'workloads.ml-inference.pod.volumes[1].name',
    /Two volumes are called a/,
    pod({ volumes: [{ name: 'a', emptyDir: {} }] }),
  ],
  [
    'pod-volumes',
    pod({ volumes: [{ name: 'a', hostPath: { path: '/' } }] }),
    'workloads.ml-inference.pod.volumes[0]',
    /exactly one of configMap.*Pod Security/,
    pod({ volumes: [{ name: 'a', configMap: { name: 'b' } }] }),
  ],
  [
    'pod-volumes',
    pod({ volumeMounts: [{ name: 'a', mountPath: '/a' }] }),
    'workloads.ml-inference.pod.volumeMounts[0].name',
    /no volume a in pod\.volumes/,
    pod({ volumes: [{ name: 'a', emptyDir: {} }], volumeMounts: [{ name: 'a', mountPath: '/a' }] }),
  ],
  [
    'pod-volumes',
    pod({ volumeMounts: [{ name: 'tmp', mountPath: '/models/mine' }] }),
    'workloads.ml-inference.pod.volumeMounts[0].mountPath',
    /The chart mounts \/models/,
    pod({ volumeMounts: [{ name: 'tmp', mountPath: '/models-of-mine' }] }),
  ],
  [
    'pod-volumes',
    pod({
      volumeMounts: [
        { name: 'tmp', mountPath: '/a' },
        { name: 'tmp', mountPath: '/a/' },
      ],
    }),
    'workloads.ml-inference.pod.volumeMounts[1].mountPath',
    /Two volumes are mounted at \/a/,
    pod({
      volumeMounts: [
        { name: 'tmp', mountPath: '/a' },
        { name: 'tmp', mountPath: '/b' },
      ],
    }),
  ],
  [
    'pod-variables',
    pod({ env: [{ name: 'LOG_LEVEL', value: 'debug' }] }),
    'workloads.ml-inference.pod.env[0].name',
    /LOG_LEVEL comes from config too/,
    pod({ env: [{ name: 'TZ', value: 'UTC' }] }),
  ],
  [
    'pod-variables',
    pod({ env: [{ name: 'DATABASE_URL_FILE', value: '/a' }] }),
    'workloads.ml-inference.pod.env[0].name',
    /comes from secrets too/,
    {},
  ],
  [
    'pod-variables',
    pod({ env: [{ name: 'PORT', value: '1' }] }),
    'workloads.ml-inference.pod.env[0].name',
    /comes from the chart too/,
    {},
  ],
  [
    'pod-variables',
    pod({
      env: [
        { name: 'TZ', value: 'UTC' },
        { name: 'TZ', value: 'CET' },
      ],
    }),
    'workloads.ml-inference.pod.env[1].name',
    /Two entries set TZ/,
    pod({
      env: [
        { name: 'TZ', value: 'UTC' },
        { name: 'LANG', value: 'C' },
      ],
    }),
  ],
  [
    'pod-metadata',
    pod({ labels: { 'app.kubernetes.io/name': 'other' } }),
    'workloads.ml-inference.pod.labels["app.kubernetes.io/name"]',
    /set by others/,
    pod({ labels: { 'example.com/name': 'other' } }),
  ],
  [
    'pod-metadata',
    pod({ annotations: { 'checksum/config': 'a' } }),
    'workloads.ml-inference.pod.annotations["checksum/config"]',
    /set by others/,
    pod({ annotations: { 'example.com/name': 'other' } }),
  ],
  [
    'pod-metadata',
    pod({ serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'a' } }),
    'workloads.ml-inference.pod.serviceAccountAnnotations["eks.amazonaws.com/role-arn"]',
    /set by others/,
    pod({ serviceAccountAnnotations: { 'example.com/name': 'other' } }),
  ],
  ...[
    { privileged: true },
    { allowPrivilegeEscalation: true },
    { runAsNonRoot: false },
    { runAsUser: 0 },
    { capabilities: { add: ['SYS_ADMIN'] } },
  ].map(
    (securityContext): Case => [
      'pod-security',
      pod({ sidecars: [container({ securityContext })] }),
      'workloads.ml-inference.pod.sidecars[0]',
      /isn't allowed by the namespace's Pod Security/,
      pod({ sidecars: [container({ securityContext: { readOnlyRootFilesystem: false, runAsUser: 1000 } })] }),
    ],
  ),
  [
    'pod-amounts',
    pod({ sidecars: [container({ resources: { requests: { cpu: '2', memory: '1Mi' }, limits: { memory: '1Mi' } } })] }),
    'workloads.ml-inference.pod.sidecars[0].resources.requests.cpu',
    /The request 2 is larger than the limit 1000m/,
    pod({ sidecars: [container({})] }),
  ],
  [
    'pod-termination',
    pod({ preStopSleepSeconds: 119 }),
    'workloads.ml-inference.pod.preStopSleepSeconds',
    /about two minutes\. At least 120/,
    pod({ preStopSleepSeconds: 120 }),
  ],
  [
    'pod-termination',
    pod({ terminationGracePeriodSeconds: 140 }),
    'workloads.ml-inference.pod.terminationGracePeriodSeconds',
    /would be killed after 140: at least 180/,
    pod({ terminationGracePeriodSeconds: 141 }),
  ],
  [
    'owned-values',
    workload({ values: { autoscaling: { maxReplicas: 3 } } }),
    'workloads.ml-inference.values.autoscaling.maxReplicas',
    /agree with autoscaling\.maxReplicas: use replicas\.max/,
    workload({ values: { rollout: { maxSurge: 1 } } }),
  ],
  [
    'node-can-be-drained',
    workload({ values: { podDisruptionBudget: { minAvailable: null, maxUnavailable: 0 } } }),
    'workloads.ml-inference.values.podDisruptionBudget.maxUnavailable',
    /lets none of 2 pods go, so no node could ever be drained/,
    workload({ values: { podDisruptionBudget: { maxUnavailable: '1%' } } }),
  ],
  [
    'node-can-be-drained',
    workload({ values: { podDisruptionBudget: { minAvailable: '51%' } } }),
    'workloads.ml-inference.values.podDisruptionBudget.minAvailable',
    /lets none of 2 pods go/,
    workload({ values: { podDisruptionBudget: { enabled: false, minAvailable: '51%' } } }),
  ],
  [
    'node-can-be-drained',
    workload({ replicas: { min: 1 }, values: { podDisruptionBudget: { maxUnavailable: null } } }),
    'workloads.ml-inference.values.podDisruptionBudget.minAvailable',
    /lets none of one pod go/,
    workload({ replicas: { min: 1 } }),
  ],
  [
    'rollout-can-begin',
    workload({ values: { rollout: { maxSurge: '0%' } } }),
    'workloads.ml-inference.values.rollout.maxSurge',
    /neither add a pod nor take one/,
    workload({ values: { rollout: { maxSurge: 0, maxUnavailable: '1%' } } }),
  ],
  [
    'owned-values',
    workload({ values: { image: null } }),
    'workloads.ml-inference.values.image',
    /agree with image\.repository/,
    workload({ values: { image: { pullPolicy: 'IfNotPresent' } } }),
  ],
  [
    'quota-holds-replicas',
    { workloads: { 'ml-inference': { quota: ampleQuota, values: { rollout: { maxSurge: '110%' } } } } },
    'workloads.ml-inference.quota.pods',
    /11 more in a rollout: at least 31/,
    { workloads: { 'ml-inference': { quota: enoughQuota, values: { rollout: { maxSurge: 1 } } } } },
  ],
  [
    'quota-holds-replicas',
    {
      workloads: {
        'ml-inference': {
          quota: { ...ampleQuota, requests: { cpu: '99', memory: '12Gi', ephemeralStorage: '99Gi' } },
          pod: { sidecars: [container({})] },
        },
      },
    },
    'workloads.ml-inference.quota.requests.memory',
    /of 544Mi each: at least 12512Mi/,
    {},
  ],
  [
    'ingress-certificate',
    ingress({}),
    'workloads.ml-inference.exposure.ingress.certificateArn',
    /needs the ACM certificate of api\.example\.com/,
    ingress({ certificateArn: certificate('ap-southeast-2') }),
  ],
  [
    'load-balancer-arns',
    ingress({ certificateArn: certificate('us-east-1') }),
    'workloads.ml-inference.exposure.ingress.certificateArn',
    /is in us-east-1/,
    {},
  ],
  [
    'load-balancer-arns',
    ingress({ certificateArn: 'arn:aws:acm:ap-southeast-2:999900001111:certificate/a' }),
    'workloads.ml-inference.exposure.ingress.certificateArn',
    /is of account 999900001111/,
    ingress({ certificateArn: certificate('ap-southeast-2') }),
  ],
  [
    'load-balancer-arns',
    workload({ exposure: { loadBalancer: { certificateArn: certificate('us-east-1') } } }),
    'workloads.ml-inference.exposure.loadBalancer.certificateArn',
    /The certificate is in us-east-1/,
    workload({ exposure: { loadBalancer: { certificateArn: certificate('ap-southeast-2') } } }),
  ],
  [
    'load-balancer-arns',
    ingress({
      certificateArn: certificate('ap-southeast-2'),
      webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b',
    }),
    'workloads.ml-inference.exposure.ingress.webAclArn',
    /The web ACL is in us-east-1/,
    ingress({
      certificateArn: certificate('ap-southeast-2'),
      webAclArn: 'arn:aws:wafv2:ap-southeast-2:111122223333:regional/webacl/a/b',
    }),
  ],
  [
    'chart-too-old',
    {
      workloads: {
        'ml-inference': {
          chartVersion: '0.1.0',
          exposure: { loadBalancer: { certificateArn: certificate('ap-southeast-2') } },
        },
      },
    },
    'workloads.ml-inference.exposure.loadBalancer.certificateArn',
    /or leave the certificate out/,
    {},
  ],
  [
    'known-region',
    workload({ model: { ...modelFile, region: 'eu-wset-1' } }),
    'workloads.ml-inference.model.region',
    /Did you mean eu-west-1/,
    workload({ model: { ...modelFile, region: 'eu-west-1' } }),
  ],
  [
    'known-region',
    workload({ model: { ...modelFile, region: 'cn-north-1' } }),
    'workloads.ml-inference.model.region',
    /cn-north-1 is in aws-cn, which aws doesn't reach/,
    workload({ model: { ...modelFile, region: 'us-east-1' } }),
  ],
  [
    'notification-services',
    { gitops: { notifications: [{ trigger: 'on-sync-failed', service: 'slack', recipient: 'a' }] } },
    'gitops.notifications[0].service',
    /Argo CD has no service slack, so nobody would be told/,
    {
      gitops: { notifications: [{ trigger: 'on-sync-failed', service: 'slack', recipient: 'a' }] },
      addons: { 'argo-cd': { values: { notifications: { notifiers: { 'service.slack': 'token: $slack-token' } } } } },
    },
  ],
  [
    'service-range',
    { cluster: { serviceCidr: '10.0.128.0/20' } },
    'cluster.serviceCidr',
    /overlaps with the VPC/,
    { cluster: { serviceCidr: '172.30.0.0/16' } },
  ],
  [
    'service-range',
    { cluster: { serviceCidr: '172.30.0.0/25' } },
    'cluster.serviceCidr',
    /between \/12 and \/24, not \/25/,
    { cluster: { serviceCidr: '172.30.0.0/24' } },
  ],
  [
    'service-range',
    { cluster: { serviceCidr: '100.64.0.0/16' } },
    'cluster.serviceCidr',
    /100\.64\.0\.0\/16 is outside of 10\.0\.0\.0\/8/,
    { cluster: { serviceCidr: '192.168.4.0/24' } },
  ],
  [
    'service-range',
    workload({ egress: [{ cidr: '172.20.5.0/24', port: 5432 }] }),
    'workloads.ml-inference.egress[0].cidr',
    /Pods never reach 172\.20\.5\.0\/24: .* may be those of Services/,
    { cluster: { serviceCidr: '172.30.0.0/16' }, ...workload({ egress: [{ cidr: '172.20.5.0/24', port: 5432 }] }) },
  ],
  [
    'network-address',
    { cluster: { serviceCidr: '172.30.1.0/16' } },
    'cluster.serviceCidr',
    /host bits set: write 172\.30\.0\.0\/16/,
    { cluster: { serviceCidr: '172.30.0.0/16' } },
  ],
  [
    'variables-once',
    workload({ secrets: [secretPart('a', 'A'), secretPart('a', 'B')] }),
    'workloads.ml-inference.secrets[1].name',
    /Two secrets are called db a/,
    workload({ secrets: [secretPart('a', 'A'), secretPart('b', 'B')] }),
  ],
  [
    'variables-once',
    workload({ secrets: [{ name: 'db', variable: 'A' }, secretPart('b', 'B')] }),
    'workloads.ml-inference.secrets[1].property',
    /db is read whole as well/,
    workload({ secrets: [{ name: 'other', variable: 'A' }, secretPart('b', 'B')] }),
  ],
  [
    'chart-too-old',
    { workloads: { 'ml-inference': { chartVersion: '0.1.0', secrets: [secretPart('a', 'A')] } } },
    'workloads.ml-inference.secrets',
    /or give each variable a secret of its own/,
    {},
  ],
  [
    'chart-too-old',
    { workloads: { 'ml-inference': { chartVersion: '0.1.0', secrets: [{ parameter: 'a', variable: 'A' }] } } },
    'workloads.ml-inference.secrets',
    /or read them from Secrets Manager/,
    {},
  ],
  [
    'chart-too-old',
    { workloads: { 'ml-inference': { chartVersion: '0.1.0', model: { ...modelFile, files: [weights('a')] } } } },
    'workloads.ml-inference.model.files',
    /or save the model in one file/,
    {},
  ],
  [
    'variables-once',
    secrets({ arn: secretArn() }, { arn: secretArn() }),
    'workloads.ml-inference.secrets[1].arn',
    /Two secrets are called arn:aws:secretsmanager/,
    secrets({ arn: secretArn(), property: 'user' }, { arn: secretArn(), property: 'password' }),
  ],
  [
    'variables-once',
    secrets({ parameter: '/a' }, { parameter: '/a' }),
    'workloads.ml-inference.secrets[1].parameter',
    /Two secrets are called parameter \/a/,
    secrets({ parameter: 'a' }, { name: 'a' }),
  ],
  [
    'secrets-in-reach',
    secrets({ arn: secretArn({ region: 'eu-west-1' }) }),
    'workloads.ml-inference.secrets[0].arn',
    /in eu-west-1, and external-secrets asks in ap-southeast-2: replicate it there/,
    secrets({ arn: secretArn() }),
  ],
  [
    'secrets-in-reach',
    secrets({ parameter: 'arn:aws:ssm:eu-west-1:444455556666:parameter/a' }),
    'workloads.ml-inference.secrets[0].parameter',
    /in eu-west-1/,
    secrets({ parameter: 'arn:aws:ssm:ap-southeast-2:444455556666:parameter/a' }),
  ],
  [
    'secrets-in-reach',
    secrets({ arn: secretArn({ account: '444455556666' }) }),
    'workloads.ml-inference.secrets[0].arn',
    /444455556666 can share a secret only by a KMS key of its own/,
    secrets({ arn: secretArn({ account: '444455556666' }), kmsKeyArn }),
  ],
  [
    'secrets-in-reach',
    secrets({ name: 'a', kmsKeyArn }),
    'workloads.ml-inference.secrets[0].kmsKeyArn',
    /Terraform makes this secret, and encrypts it/,
    secrets({ parameter: 'a', kmsKeyArn }),
  ],
  [
    'model-files',
    workload({ model: { ...modelFile, files: [weights('a'), weights('a')] } }),
    'workloads.ml-inference.model.files[1].name',
    /Two files are called a/,
    workload({ model: { ...modelFile, files: [weights('a'), weights('b/a')] } }),
  ],
  [
    'model-files',
    workload({ model: { ...modelFile, files: [weights('model.onnx')] } }),
    'workloads.ml-inference.model.files[0].name',
    /what the model itself is called in the pod/,
    workload({ model: { ...modelFile, files: [weights('model.onnx.data')] } }),
  ],
  [
    'existing-cluster',
    { cluster: { existing: existingCluster } },
    'network',
    /in a VPC that exists: name that in network\.existing/,
    { cluster: { existing: existingCluster }, ...existing() },
  ],
  [
    'existing-cluster',
    { cluster: { existing: { ...existingCluster, name: 'Platform_Prod' } }, ...existing() },
    'cluster.existing.name',
    /Platform_Prod can't: give them another start in aws\.namePrefix/,
    {
      cluster: { existing: { ...existingCluster, name: 'Platform_Prod' } },
      aws: { namePrefix: 'platform-prod' },
      ...existing(),
    },
  ],
  [
    'existing-cluster',
    {
      cluster: { existing: { ...existingCluster, oidcIssuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/A' } },
      ...existing(),
    },
    'cluster.existing.oidcIssuer',
    /This issuer is in eu-west-1, and the environment in ap-southeast-2/,
    { cluster: { existing: existingCluster }, ...existing() },
  ],
  [
    'pod-nodes',
    { cluster: { existing: existingCluster }, ...existing(), ...pod({ nodes: { group: 'gpu' } }) },
    'workloads.ml-inference.pod.nodes.group',
    /aren't known here: say nodeSelector and tolerations/,
    { cluster: { existing: existingCluster }, ...existing(), ...pod({ nodeSelector: { a: 'b' } }) },
  ],
  [
    'hub-role',
    {
      cluster: { existing: existingCluster },
      ...existing(),
      gitops: { destinationCluster: 'prod-eks', hubRoleArn: 'arn:aws:iam::444455556666:role/hub' },
    },
    'gitops.hubRoleArn',
    /owner gives the hub's role its access entry/,
    { cluster: { existing: existingCluster }, ...existing(), gitops: { destinationCluster: 'prod-eks' } },
  ],
  [
    'needed-addons',
    workload({ replicas: { targetQueueDepth: 4 } }),
    'workloads.ml-inference.replicas',
    /needs addons\.keda, which scales by what waits or comes in/,
    { ...workload({ replicas: { targetQueueDepth: 4 } }), addons: { keda: { enabled: true } } },
  ],
  [
    'needed-addons',
    {
      ...workload({ replicas: { targetRequestsPerSecond: 4 } }),
      addons: { keda: { enabled: true }, 'kube-prometheus-stack': { enabled: false } },
    },
    'workloads.ml-inference.replicas',
    /needs addons\.kube-prometheus-stack, which measures what KEDA scales by/,
    {
      ...workload({ replicas: { targetRequestsPerSecond: 4 } }),
      addons: { keda: { enabled: true }, 'kube-prometheus-stack': { existing: true } },
    },
  ],
  [
    'chart-too-old',
    {
      workloads: { 'ml-inference': { chartVersion: '0.1.0', replicas: { targetQueueDepth: 4 } } },
      addons: { keda: { enabled: true } },
    },
    'workloads.ml-inference.replicas',
    /or scale by CPU and memory alone/,
    {},
  ],
  [
    'guest',
    { gitops: { existing: { namespace: 'team', project: 'ml' }, syncWindows: [{ kind: 'deny', ...window }] } },
    'gitops.syncWindows',
    /Windows belong to the project ml: ask its admins/,
    { gitops: { existing: { namespace: 'team', project: 'ml' } } },
  ],
  [
    'hub-role',
    { gitops: { hubRoleArn: 'arn:aws:iam::444455556666:role/hub' } },
    'gitops.hubRoleArn',
    /The cluster runs its own Argo CD/,
    { gitops: { destinationCluster: 'prod-eks', hubRoleArn: 'arn:aws:iam::444455556666:role/hub' } },
  ],
  [
    'hub-role',
    { gitops: { destinationCluster: 'prod-eks', hubRoleArn: 'arn:aws:iam::111122223333:role/platform-admin' } },
    'gitops.hubRoleArn',
    /in cluster\.accessEntries as well/,
    { gitops: { destinationCluster: 'prod-eks' } },
  ],
  [
    'target-revision',
    { gitops: { targetRevision: 'HEAD' } },
    'gitops.targetRevision',
    /name the branch/,
    { gitops: { targetRevision: 'main' } },
  ],
  [
    'target-revision',
    { gitops: { targetRevision: '1.x' } },
    'gitops.targetRevision',
    /reads 1\.x as a range/,
    { gitops: { targetRevision: '1.xy' } },
  ],
  [
    'repository-url',
    { gitops: { repoURL: 'https://example.com/team/*.git' } },
    'gitops.repoURL',
    /as a pattern/,
    { gitops: { repoURL: 'https://example.com/team/models.git' } },
  ],
  [
    'repository-url',
    { gitops: { repoURL: 'https://example.com/{team,strangers}/models' } },
    'gitops.repoURL',
    /write the URL without them/,
    { gitops: { repoURL: 'https://example.com/te!am/models' } },
  ],
  [
    'sync-windows',
    windows({ schedule: '0 25 * * *' }),
    'gitops.syncWindows[0].schedule',
    /its hour must be/,
    windows({ schedule: '0 23 * * *' }),
  ],
  [
    'sync-windows',
    windows({ timeZone: 'Australia/Sidney' }),
    'gitops.syncWindows[0].timeZone',
    /no such time zone/,
    windows({ timeZone: 'Australia/Sydney' }),
  ],
  ['sync-windows', windows({}, {}), 'gitops.syncWindows[1]', /listed twice/, windows({}, { kind: 'allow' })],
  [
    'one-channel',
    receivers({ sns: {}, slack: { secret: 'a' } }),
    'observability.receivers[0]',
    /another entry for each/,
    receivers({ sns: {} }, { slack: { secret: 'a' } }),
  ],
  ['one-channel', receivers({}), 'observability.receivers[0]', /one of sns, slack/, receivers({ sns: {} })],
  [
    'one-channel',
    receivers({ sns: { topic: 'a', arn: topicArn } }),
    'observability.receivers[0].sns',
    /keep one/,
    receivers({ sns: { arn: topicArn } }),
  ],
  [
    'receiver-secrets',
    { ...receivers({ pagerDuty: { secret: 'a' } }), addons: { 'external-secrets': { enabled: false } } },
    'observability.receivers[0]',
    /needs addons\.external-secrets/,
    receivers({ pagerDuty: { secret: 'a' } }),
  ],
  [
    'receiver-way',
    { ...receivers({ slack: { secret: 'a' } }), network: { natGateways: 'none' } },
    'observability.receivers[0]',
    /Without NAT/,
    { ...receivers({ sns: {} }), network: { natGateways: 'none' } },
  ],
  [
    'known-addons',
    { addons: { 'metric-server': { version: '1.2.3' } } },
    'addons.metric-server',
    /did you mean metrics-server/,
    {},
  ],
  [
    'needed-addons',
    { addons: { 'metrics-server': { enabled: false } } },
    'workloads.ml-inference.replicas.max',
    /needs addons\.metrics-server/,
    { addons: { 'metrics-server': { enabled: false } }, ...workload({ replicas: { min: 10 } }) },
  ],
  [
    'needed-addons',
    { addons: { 'external-secrets': { enabled: false } } },
    'workloads.ml-inference.secrets',
    /needs addons\.external-secrets/,
    { addons: { 'external-secrets': { enabled: false } }, ...workload({ secrets: [] }) },
  ],
  [
    'needed-addons',
    { addons: { 'aws-load-balancer-controller': { enabled: false } } },
    'workloads.ml-inference.exposure.loadBalancer.enabled',
    /network load balancer/,
    {
      addons: { 'aws-load-balancer-controller': { enabled: false } },
      ...workload({ exposure: { loadBalancer: { enabled: false } } }),
    },
  ],
  [
    'extra-manifests',
    { addons: { 'kube-prometheus-stack': { values: { extraManifests: [{ kind: 'ConfigMap' }] } } } },
    'addons.kube-prometheus-stack.values.extraManifests',
    /a key for each/,
    { addons: { 'kube-prometheus-stack': { values: { extraManifests: { banner: { kind: 'ConfigMap' } } } } } },
  ],
  [
    'one-node-autoscaler',
    { addons: { karpenter: { enabled: true } } },
    'addons.karpenter',
    /enable one/,
    { addons: { karpenter: { enabled: true }, 'cluster-autoscaler': { enabled: false } } },
  ],
];

const findings = (name: string, edit: object) =>
  checkEnvironment(environmentOf(edit), { knownAddons }).filter(({ rule }) => rule === name);

for (const [rule, caught, path, message, neighbour] of cases) {
  test(`${rule} finds ${path} in ${JSON.stringify(caught)}, and nothing in its neighbour`, (t) => {
    const found = findings(rule, caught).map((finding) => ({ path: pathText(finding.path), message: finding.message }));
    t.deepEqual(
      found.map((finding) => finding.path),
      [path],
    );
    t.regex(found[0]?.message ?? '', message);
    t.deepEqual(findings(rule, neighbour), []);
  });
}

const rulesFolder = new URL('../../../generator/environment/rules/', import.meta.url);

/** Collects the names of the rules that files in rules/ export, whether or not they are in the list that ships. */
async function rulesInFiles(): Promise<string[]> {
  // Rules of add-on folders are asked when those are read: addon-folders.test.ts.
  const files = readdirSync(rulesFolder).filter((file) => file.endsWith('.js') && file !== 'addon-folders.js');
  const modules = await Promise.all(files.map((file) => import(new URL(file, rulesFolder).href)));
  const entries: unknown[] = modules.flatMap((module) => Object.values(module as object).flat());
  return entries.flatMap((entry) =>
    typeof entry === 'object' && entry !== null && 'name' in entry && 'check' in entry ? [String(entry.name)] : [],
  );
}

const ruleNames = await rulesInFiles();

test('every rule has a case, and every case a rule', (t) => {
  t.deepEqual([...new Set(cases.map(([rule]) => rule))].sort(), [...ruleNames].sort());
});

for (const name of ruleNames) {
  test(`validate asks the rule ${name}`, (t) => {
    const [, caught = {}] = cases.find(([rule]) => rule === name) ?? [];
    const { problems } = validated(t, [inputOf(caught)]);
    t.true(
      problems.some(({ rule }) => rule === name),
      `It stands in ${rulesFolder.pathname} and is not in the list that generator/environment/rules.ts checks.`,
    );
  });
}

for (const [name, environment] of shippedEnvironments()) {
  test(`no rule finds an error in ${name}`, (t) => {
    const errors = checkEnvironment(environment, { knownAddons }).filter(({ severity }) => severity === 'error');
    t.deepEqual(errors, []);
  });
}

const fleet = (...edits: readonly object[]) => {
  const environments = edits.map((edit, index) => environmentOf({ name: `e${index}`, ...edit }));
  return [...checkFleet(environments).values()]
    .flat()
    .map(({ severity, rule, path, message }) => `${severity} ${rule} ${pathText(path)}: ${message}`);
};
const own = (index: number, edit: object = {}) =>
  mergeDeep(
    {
      aws: { accountId: `11112222333${index}` },
      cluster: { name: `c${index}` },
      network: { cidr: `10.${index}.0.0/16`, peeredWith: [] },
    },
    edit,
  ) as object;
const account = { aws: { accountId: '111122223330' } };
const apart = workload({ roleName: 'other', image: { repository: 'other' } });

const inVirginia = (edit: object) =>
  [
    account,
    apart,
    { aws: { region: 'us-east-1' }, network: { availabilityZones: ['us-east-1a', 'us-east-1b'] } },
    edit,
  ].reduce(mergeDeep, {}) as object;
const pipeline = { githubRepository: 'example/inference', branch: 'main', createOidcProvider: true };
const exposed = (edit: object) => workload({ exposure: { ingress: { enabled: true, ...edit } } });

const collisions: readonly (readonly [title: string, edits: readonly object[], expected: readonly RegExp[]])[] = [
  ['environments in accounts of their own', [own(0), own(1)], []],
  ['one account, with names of their own', [own(0), own(1, mergeDeep(account, apart) as object)], []],
  [
    'one cluster',
    [own(0), own(1, mergeDeep(mergeDeep(account, apart), { cluster: { name: 'c0' } }) as object)],
    [
      /^error environments-apart cluster\.name: e1 and e0 would share the cluster 111122223330\/ap-southeast-2\/c0/,
      /^error environments-apart aws\.namePrefix: e1 and e0 would share the state bucket c0-tfstate-111122223330/,
    ],
  ],
  [
    'one cluster, with names of their own beside it',
    [
      own(0),
      own(1, mergeDeep(mergeDeep(account, apart), { cluster: { name: 'c0' }, aws: { namePrefix: 'mine' } }) as object),
    ],
    [/^error environments-apart cluster\.name: /],
  ],
  [
    'two clusters of one name, in two regions of one account',
    [own(0), own(1, inVirginia({ cluster: { name: 'c0' } }))],
    [/^error environments-apart aws\.namePrefix: e1 and e0 would share the state bucket/],
  ],
  [
    'two clusters of one name, in two regions of one account, with a prefix of its own',
    [own(0), own(1, inVirginia({ cluster: { name: 'c0' }, aws: { namePrefix: 'mine' } }))],
    [],
  ],
  [
    'the providers of GitHub’s tokens in one account',
    [own(0, { pipeline }), own(1, mergeDeep(mergeDeep(account, apart), { pipeline }) as object)],
    [/^error environments-apart pipeline\.createOidcProvider: .*account's one provider of GitHub's tokens/],
  ],
  [
    'one host and path',
    [own(0, exposed({})), own(1, exposed({}))],
    [/^error environments-apart workloads\.ml-inference\.exposure\.ingress\.host: .*host and path api\.example\.com\//],
  ],
  ['one host, by path', [own(0, exposed({})), own(1, exposed({ path: '/other' }))], []],
  [
    'one role',
    [own(0), own(1, mergeDeep(account, workload({ image: { repository: 'other' } })) as object)],
    [/^error environments-apart workloads\.ml-inference\.roleName: e1 and e0 would share the IAM role/],
  ],
  [
    'one image repository',
    [own(0), own(1, mergeDeep(account, workload({ roleName: 'other' })) as object)],
    [/^error environments-apart workloads\.ml-inference\.image\.repository: .*y 111122223330\/ap-southeast-2\/ml/],
  ],
  [
    'one namespace of a hub’s cluster',
    [own(0, { gitops: { destinationCluster: 'hub' } }), own(1, { gitops: { destinationCluster: 'hub' } })],
    [/^error environments-apart workloads\.ml-inference\.namespace: .*namespace of one cluster hub\/ml-inference/],
  ],
  [
    'ranges that overlap, unpeered',
    [own(0), own(1, { network: { cidr: '10.0.0.0/17' } })],
    [/^warning ranges-apart network\.cidr: 10\.0\.0\.0\/17 overlaps with e0's 10\.0\.0\.0\/16/],
  ],
  [
    'ranges that overlap, peered',
    [own(0, { network: { peeredWith: ['e1'] } }), own(1, { network: { cidr: '10.0.0.0/17' } })],
    [/^error ranges-apart network\.peeredWith\[0\]: .*could not be routed/],
  ],
  [
    'ranges that overlap, peered by the other alone',
    [own(0), own(1, { network: { cidr: '10.0.0.0/17', peeredWith: ['e0'] } })],
    [/^error ranges-apart network\.peeredWith\[0\]: .*could not be routed/],
  ],
  ['ranges that touch, peered', [own(0, { network: { peeredWith: ['e1'] } }), own(1)], []],
  [
    'a peer that isn’t there',
    [own(0, { network: { peeredWith: ['e9'] } }), own(1)],
    [/^error peers-exist network\.peeredWith\[0\]: There is no other environment e9/],
  ],
  ['a peer of itself', [own(0, { network: { peeredWith: ['e0'] } })], [/^error peers-exist/]],
  [
    'a small range inside a large one with another between',
    [own(0, { network: { cidr: '10.0.0.0/8' } }), own(1), own(2)],
    [/e1.*overlaps|10\.1\.0\.0\/16 overlaps/, /10\.2\.0\.0\/16 overlaps/],
  ],
];

for (const [title, edits, expected] of collisions) {
  test(`side by side: ${title}`, (t) => {
    const found = fleet(...edits);
    t.is(found.length, expected.length, found.join('\n'));
    for (const [index, pattern] of expected.entries()) t.regex(found[index] ?? '', pattern);
  });
}

test('each ARN of the schema is held against the partition of its region', (t) => {
  const found = arnsIn(environmentSchema);
  t.true(found.length > 4);
  t.deepEqual(found.toSorted(), arnFields.map((path) => path.join('.')).toSorted());
});

/** Paths of the fields that take an ARN; `*` for the entries of a list or a map. */
function arnsIn(schema: z.ZodType, path: readonly string[] = []): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return arnsIn(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, inner]) => arnsIn(inner as z.ZodType, [...path, key]));
  if (schema instanceof z.ZodArray) return arnsIn(schema.element as z.ZodType, [...path, '*']);
  if (schema instanceof z.ZodRecord) return arnsIn(schema.valueType as z.ZodType, [...path, '*']);
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap((option) => arnsIn(option, path));
  return schema instanceof z.ZodString && /^arn:aws:[^ ]+$/.test(exampleOf(schema)) ? [path.join('.')] : [];
}

/** The example that a text's pattern gives with its refusal. */
function exampleOf(schema: z.ZodString): string {
  const { error } = schema.safeParse('x');
  return /such as (arn:\S+)$/.exec(error?.issues.map(({ message }) => message).join('\n') ?? '')?.[1] ?? '';
}
