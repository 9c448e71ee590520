import test from 'ava';
import { highAvailability, security } from '../../generator/render/runbook/checklists.js';
import { environmentOf } from '../argocd/rendering.js';
import { nodesOf, parsePage, plainText } from './markdown.js';
import { pageOf, shippedWorkload, variant } from './pages.js';

const off = { enabled: false };
const group = (edit: object) => ({
  cluster: {
    nodeGroups: [
      {
        name: 'general',
        instanceTypes: ['t3.medium'],
        capacity: 'on-demand',
        min: 1,
        max: 4,
        diskSizeGiB: 50,
        amiType: 'AL2023_x86_64_STANDARD',
        labels: {},
        taints: [],
        ...edit,
      },
    ],
  },
});

interface Case {
  /** Beginning of the line on the page. */
  readonly line: string;
  /** Edits of prod: one that removes the tick, and one that sets it. */
  readonly without: object;
  readonly with: object;
}

const lists: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  'High availability': {
    severalZones: {
      line: 'Nodes in several zones',
      without: { network: { availabilityZones: ['ap-southeast-2a', 'ap-southeast-2a'] } },
      with: {},
    },
    wayOutOfEachZone: { line: 'A NAT gateway in each zone', without: { network: { natGateways: 'single' } }, with: {} },
    severalPods: { line: 'At least two pods', without: shippedWorkload({ replicas: { min: 1 } }), with: {} },
    severalNodes: { line: 'At least two nodes', without: {}, with: group({ min: 2 }) },
    onDemandNodes: { line: "Some nodes that AWS doesn't take back", without: group({ capacity: 'spot' }), with: {} },
    nodesOnDemand: {
      line: 'Nodes are added by themselves',
      without: { addons: { 'cluster-autoscaler': off } },
      with: {},
    },
    nodesHoldPods: { line: "The node groups' maximum carries", without: group({ max: 1 }), with: {} },
    roomToScale: { line: 'Room to scale', without: shippedWorkload({ replicas: { max: 2 } }), with: {} },
    deletionProtected: {
      line: 'Nobody deletes the cluster',
      without: { cluster: { deletionProtection: false } },
      with: {},
    },
    healsItself: { line: 'What is changed by hand', without: { gitops: { autoSync: { selfHeal: false } } }, with: {} },
    someoneIsTold: { line: 'Somebody is told', without: { observability: { alarmEmails: [] } }, with: {} },
    alertsReachSomebody: {
      line: 'Critical alerts reach somebody',
      without: { observability: { receivers: [{ severity: 'warning', sns: {} }] } },
      with: {},
    },
    alertsFollowObjectives: {
      line: 'Alerts on the objectives',
      without: { addons: { 'kube-prometheus-stack': off } },
      with: {},
    },
  },
  Security: {
    closedApi: {
      line: 'The Kubernetes API is not open',
      without: { cluster: { publicAccessCidrs: ['0.0.0.0/0'] } },
      with: {},
    },
    privateApi: { line: 'It has no public address', without: {}, with: { cluster: { publicAccess: false } } },
    namedAdmins: { line: 'Named principals', without: { cluster: { accessEntries: [] } }, with: {} },
    encryptedFromClients: {
      line: 'Clients on the internet',
      without: {},
      with: shippedWorkload({ exposure: { loadBalancer: { scheme: 'internal' } } }),
    },
    knownClients: {
      line: 'Load balancers admit',
      without: {},
      with: shippedWorkload({ exposure: { loadBalancer: { sourceCidrs: ['203.0.113.0/24'] } } }),
    },
    imageByDigest: {
      line: 'The image is named',
      without: {},
      with: shippedWorkload({ image: { digest: `sha256:${'a'.repeat(64)}` } }),
    },
    managedSecrets: { line: 'Secrets come from', without: { addons: { 'external-secrets': off } }, with: {} },
    narrowEgress: {
      line: 'Beside DNS and HTTPS',
      without: shippedWorkload({ egress: [{ cidr: '0.0.0.0/0', port: 5432 }] }),
      with: {},
    },
    privateServices: {
      line: "Images, roles and secrets don't cross",
      without: {},
      with: { network: { interfaceEndpoints: ['ecr.api', 'ecr.dkr', 'sts', 'secretsmanager'] } },
    },
    logsForAYear: {
      line: 'Control-plane, network and application logs',
      without: { observability: { logRetentionDays: 30 } },
      with: {},
    },
    pipelineWithoutKeys: {
      line: 'Images are pushed by a workflow',
      without: {},
      with: { pipeline: { githubRepository: 'a/b', branch: 'main' } },
    },
    deletionAsks: { line: 'Argo CD asks a person', without: { gitops: { confirmDeletion: false } }, with: {} },
    budget: { line: 'A budget tells', without: { observability: { budget: undefined } }, with: {} },
  },
};

/** Reads the tasks below a heading: whether each is ticked, by its text. */
function ticksOf(page: string, heading: string): Map<string, boolean> {
  const { children } = parsePage(page);
  const start = children.findIndex((node) => node.type === 'heading' && plainText(node) === heading);
  const list = children.slice(start).find(({ type }) => type === 'list');
  const ticks = new Map<string, boolean>();
  for (const node of list ? nodesOf(list) : [])
    if (node.type === 'listItem') ticks.set(plainText(node), node.checked === true);
  return ticks;
}

function tickOf(edit: object, heading: string, line: string): boolean | undefined {
  const ticks = [...ticksOf(pageOf(environmentOf('prod', edit)), heading)];
  return ticks.find(([text]) => text.startsWith(line))?.[1];
}

for (const [heading, cases] of Object.entries(lists)) {
  for (const [name, { line, without, with: edit }] of Object.entries(cases)) {
    test(`${heading}: the tick at «${line}» follows the environment (${name})`, (t) => {
      t.false(tickOf(without, heading, line));
      t.true(tickOf(edit, heading, line));
    });
  }
}

/** Edits of two workloads: the tick is there for the first alone, and gone with the second beside it. */
const secondWorkloads: readonly (readonly [heading: string, line: string, first: object, second: object])[] = [
  ['High availability', 'At least two pods', {}, { replicas: { min: 1 } }],
  ['High availability', "The node groups' maximum carries", { replicas: { max: 6 } }, { replicas: { max: 11 } }],
  ['High availability', 'Room to scale', {}, { replicas: { min: 3, max: 3 } }],
  ['Security', 'Clients on the internet', { exposure: { loadBalancer: off } }, {}],
  ['Security', 'Load balancers admit', { exposure: { loadBalancer: off } }, {}],
  ['Security', 'Each image is named', { image: { digest: `sha256:${'a'.repeat(64)}` } }, {}],
  ['Security', 'Beside DNS and HTTPS', {}, { egress: [{ cidr: '0.0.0.0/0', port: 5432 }] }],
];

for (const [heading, line, first, second] of secondWorkloads) {
  test(`${heading}: the tick at «${line}» is for all workloads`, (t) => {
    t.true(tickOf({ workloads: { 'ml-inference': first, like: first } }, heading, line));
    t.false(tickOf({ workloads: { 'ml-inference': first, unlike: second } }, heading, line));
  });
}

test('without NAT the way out of each zone is by endpoints, and in a VPC that exists unknown', (t) => {
  const tick = (title: string) =>
    [...ticksOf(pageOf(variant(title)), 'High availability')].find(([text]) => text.startsWith('A way out'))?.[1];
  t.true(tick('a network without NAT'));
  t.false(tick('a VPC that exists'));
});

test('the objectives of each workload are told', (t) => {
  const edit = { workloads: { fraud: { objectives: { availability: 99.9, latencySeconds: 0.1 } } } };
  const texts = [...ticksOf(pageOf(environmentOf('prod', edit)), 'High availability').keys()];
  const [text = ''] = texts.filter((line) => line.startsWith('Alerts on the objectives'));
  t.true(text.includes('fraud: 99.9 % of predictions succeed, 99 % within 0.1 s; ml-inference: 99.5 %'), text);
});

test('every check is on the page, and the page has no other', (t) => {
  const prod = environmentOf('prod');
  t.deepEqual(Object.keys(lists['High availability'] ?? {}), Object.keys(highAvailability(prod)));
  t.deepEqual(Object.keys(lists['Security'] ?? {}), Object.keys(security(prod)));
  t.is(ticksOf(pageOf(prod), 'High availability').size, Object.keys(highAvailability(prod)).length);
  t.is(ticksOf(pageOf(prod), 'Security').size, Object.keys(security(prod)).length);
});
