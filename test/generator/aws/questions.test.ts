import test, { type ExecutionContext } from 'ava';
import { askAWS } from '../../../generator/aws/questions.js';
import { environmentOf } from '../../argocd/rendering.js';
import { type Account, fakeAWS } from './fake-aws.js';
import { serve } from './sts.js';

const zones = ['ap-southeast-2a', 'ap-southeast-2b'];

/** An account in which prod can be made. */
const ready: Account = {
  principals: ['platform-admin'],
  zones: { 'ap-southeast-2a': 'apse2-az1', 'ap-southeast-2b': 'apse2-az3', 'ap-southeast-2c': 'apse2-az2' },
  offered: { 't3.medium': [...zones, 'ap-southeast-2c'], 't3a.medium': zones },
  addonVersions: ['v1.20.4-eksbuild.2'],
  clusters: [],
  logGroups: [],
  deletedSecrets: [],
  addresses: 0,
  quotas: { 'L-0263D0A3': 5 },
  refused: [],
};

const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_EC2_METADATA_DISABLED: 'true' };

/** Asks an account about prod; the variables are the process's, so one asks after the other. */
async function told(t: ExecutionContext, account: Partial<Account>, edit: object = {}): Promise<string[]> {
  Object.assign(process.env, keys, { AWS_ENDPOINT_URL: await serve(t, fakeAWS({ ...ready, ...account })) });
  const checks = await askAWS(environmentOf('prod', edit));
  return checks
    .filter(({ status }) => status !== 'ok')
    .map(({ name, status, message }) => `${status} ${name}: ${message}`);
}

const entry = (resource: string) => ({
  cluster: { accessEntries: [{ principalArn: `arn:aws:iam::111122223333:${resource}`, access: 'admin' }] },
});
const vpcCni = (version: string) => ({ cluster: { eksAddons: { 'vpc-cni': { version } } } });
const group = (edit: object) => ({
  cluster: {
    nodeGroups: [{ name: 'a', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 2, ...edit }],
  },
});
const secret = 'ml-inference-prod-cluster/ml-inference/database-url';
const logGroup = '/aws/eks/ml-inference-prod-cluster/cluster';

const cases: readonly [title: string, account: Partial<Account>, edit: object, says: readonly RegExp[]][] = [
  ['an account that has it all', {}, {}, []],
  [
    'a cluster that runs, with its log group',
    { clusters: ['ml-inference-prod-cluster'], logGroups: [logGroup] },
    {},
    [],
  ],
  [
    'a principal that nobody made',
    { principals: [] },
    {},
    [/^error principals: cluster\.accessEntries\[0\]\.principalArn: .* no role platform-admin: make it first/],
  ],
  [
    'a user that nobody made, below a path',
    {},
    entry('user/ci/deployer'),
    [/^error principals: .* no user deployer: make it first/],
  ],
  ['the account itself', { principals: [] }, entry('root'), []],
  [
    'a zone that the account lacks',
    { zones: { 'ap-southeast-2a': 'apse2-az1' } },
    {},
    [/^error zones: network\.availabilityZones: this account has no ap-southeast-2b .* It has ap-southeast-2a\.$/],
  ],
  [
    'a zone without a control plane',
    { zones: { 'ap-southeast-2a': 'use1-az3', 'ap-southeast-2b': 'use1-az1' } },
    {},
    [/^error zones: .* no control plane in ap-southeast-2a, which is use1-az3/],
  ],
  [
    'an instance type that is offered nowhere here',
    {},
    group({ instanceTypes: ['c5.large'] }),
    [/^error instance types: cluster\.nodeGroups\[0\]\.instanceTypes: c5\.large isn't offered in .*: take another/],
  ],
  [
    'one that a zone lacks',
    { offered: { 't3.medium': ['ap-southeast-2a'] } },
    group({ zones: 'all' }),
    [/^note instance types: .* t3\.medium isn't offered in ap-southeast-2b: nodes of it come in the other zones/],
  ],
  [
    'one that a zone lacks, beside another type',
    { offered: { 't3.medium': ['ap-southeast-2a'], 't3a.medium': zones } },
    group({ instanceTypes: ['t3.medium', 't3a.medium'] }),
    [/^note instance types: .* t3\.medium isn't offered in ap-southeast-2b: nodes of it come in the other zones/],
  ],
  [
    'a zone that lacks all types of a group',
    { offered: { 't3.medium': ['ap-southeast-2a'] } },
    group({}),
    [
      /^note instance types: .* t3\.medium isn't offered in ap-southeast-2b/,
      /^error .*: cluster\.nodeGroups\[0\]: ap-southeast-2b offers none .*: write zones: \[ap-southeast-2a\]/,
    ],
  ],
  [
    'one in a group of a zone that has it',
    { offered: { 't3.medium': ['ap-southeast-2a'] } },
    group({ zones: ['ap-southeast-2a'] }),
    [],
  ],
  ['a version that EKS has', {}, vpcCni('v1.20.4-eksbuild.2'), []],
  [
    'a version that EKS lacks',
    {},
    vpcCni('v1.2.3-eksbuild.1'),
    [/^error add-on versions: cluster\.eksAddons\.vpc-cni\.version: .* v1\.2\.3-eksbuild\.1 .* v1\.20\.4-eksbuild\.2/],
  ],
  [
    'a log group of an earlier cluster',
    { logGroups: [logGroup] },
    {},
    [/^error leftovers: .* aws logs delete-log-group .* \/aws\/eks\/ml-inference-prod-cluster\/cluster$/],
  ],
  ['a log group of another', { logGroups: [`${logGroup}-2`] }, {}, []],
  [
    'a secret in its recovery window',
    { deletedSecrets: [secret, 'another'] },
    {},
    [/^error leftovers: The secret .*: aws secretsmanager delete-secret .* --secret-id .*database-url --force-delete/],
  ],
  [
    'few addresses',
    { addresses: 4 },
    {},
    [/^note quotas: Elastic IP addresses: 1 are free, and 2 are for NAT gateways/],
  ],
  [
    'too few vCPUs',
    { quotas: { 'L-1216C47A': 5 } },
    {},
    [/^error quotas: vCPUs on demand: it needs up to [0-9]+, and the account may have 5: aws service-quotas request/],
  ],
  [
    'too few vCPUs of a group with GPUs',
    { offered: { 'g5.xlarge': zones }, quotas: { 'L-DB2E81BA': 0 } },
    group({ instanceTypes: ['g5.xlarge'] }),
    [/^error quotas: vCPUs on demand with a GPU: it needs up to 8, and the account may have 0/],
  ],
  [
    'what may not be asked',
    { refused: ['DescribeAddresses', 'ListSecrets'] },
    {},
    [/^note leftovers: not known: AccessDenied/, /^note quotas: not known: UnauthorizedOperation/],
  ],
];

for (const [title, account, edit, says] of cases) {
  test.serial(`doctor asks AWS: ${title}`, async (t) => {
    const found = await told(t, account, edit);
    t.is(found.length, says.length, found.join('\n'));
    for (const [index, sentence] of says.entries()) t.regex(found[index] ?? '', sentence);
  });
}

test.serial('where AWS isn’t reached each question is a note', async (t) => {
  Object.assign(process.env, keys, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  const checks = await askAWS(environmentOf('prod'));
  t.is(checks.length, 6);
  for (const { status, message } of checks) t.regex(`${status} ${message}`, /^(note not known: ECONNREFUSED|ok)/);
});
