import { parse } from 'yaml';
import { partitionOf } from '../environment/aws-facts.js';
import { type Edit, editedText } from '../environment/edit.js';
import { valueAtPath } from '../environment/value-path.js';
import type { Answers } from './answers.js';

/** The files of environments that come with the package, by name without `.yaml`. */
export type Shipped = (name: 'defaults' | 'dev' | 'staging' | 'prod') => string;

/** The workload of the environments that ship. */
const shippedWorkload = 'ml-inference';

/** Writes the files of environments: those that ship, with the answers in their places. */
export function environmentTexts(answers: Answers, shipped: Shipped, branch: string): ReadonlyMap<string, string> {
  const { environments } = answers;
  return new Map([
    ['environments/defaults.yaml', editedText(shipped('defaults'), defaultsEdits(answers, branch))],
    ...environments.map((name, index): [string, string] => [
      `environments/${name}.yaml`,
      environmentText(answers, shipped(modelFor(name)), { name, index }),
    ]),
  ]);
}

/** Which of those that ship an environment is most like. */
const modelFor = (name: string) =>
  /^prod|^live/.test(name) ? 'prod' : /^(dev|test|sandbox|play)/.test(name) ? 'dev' : 'staging';

function defaultsEdits(
  { name, environments, accounts, region, repository, exposure }: Answers,
  branch: string,
): Edit[] {
  return [
    { path: ['aws', 'region'], value: region },
    ...zonesOf(region).map((value, at) => ({ path: ['network', 'availabilityZones', at], value })),
    { path: ['workloadDefaults', 'image', 'repository'], value: `${name}-service` },
    { path: ['workloadDefaults', 'secrets'], value: [] },
    { path: ['workloadDefaults', 'exposure', 'loadBalancer', 'enabled'], value: exposure !== 'none' },
    {
      path: ['workloadDefaults', 'exposure', 'loadBalancer', 'scheme'],
      value: exposure === 'internet' ? 'internet-facing' : 'internal',
    },
    ...sharedRegistry([...accounts.values()], region),
    ...renamed(name, {}),
    ...(environments.length > 1 ? [{ path: ['promotion'], value: { order: environments } }] : []),
    { path: ['gitops', 'repoURL'], value: repository },
    { path: ['gitops', 'targetRevision'], value: branch },
  ];
}

/** Most regions have zones a and b for every account; of these two, not all accounts see b. */
const zonesOf = (region: string): string[] =>
  ['a', ['ap-northeast-1', 'us-west-1'].includes(region) ? 'c' : 'b'].map((letter) => region + letter);

/** An account has one repository of a name: environments in one share it, that of the last one. */
const sharedRegistry = (accounts: readonly string[], region: string): Edit[] =>
  new Set(accounts).size === accounts.length
    ? []
    : [{ path: ['registry'], value: { accountId: accounts.at(-1), region } }];

/** Moves the workload of the environments that ship to another key. */
const renamed = (name: string, value: unknown): Edit[] =>
  name === shippedWorkload
    ? []
    : [
        { path: ['workloads', name], value },
        { path: ['workloads', shippedWorkload], value: undefined },
      ];

function environmentText(
  { name, accounts, region, vpc, cluster }: Answers,
  text: string,
  { name: environment, index }: { readonly name: string; readonly index: number },
): string {
  const account = accounts.get(environment) as string;
  const partition = partitionOf(region).name;
  const shipped: unknown = parse(text);
  const value = (...path: string[]) => valueAtPath(shipped, path);
  const edits: Edit[] = [
    { path: ['name'], value: environment },
    { path: ['aws', 'accountId'], value: account },
    ...(vpc ? [{ path: ['network'], value: { existing: vpc } }] : networkEdits(index)),
    ...(cluster
      ? ofExistingCluster(cluster)
      : ofNewCluster(`${name}-${environment}`, `arn:${partition}:iam::${account}`)),
    ...renamed(name, value('workloads', shippedWorkload) ?? {}),
    // Environments may share an account.
    { path: ['workloads', name, 'roleName'], value: `${name}-${environment}-pod-role` },
    // Addresses of an example.
    ...(value('observability') === undefined ? [] : [{ path: ['observability'], value: undefined }]),
  ];
  return editedText(text, edits);
}

/** Each environment has a range of its own, so that networks can be joined later. */
const networkEdits = (index: number): Edit[] => [
  { path: ['network', 'cidr'], value: `10.${index}.0.0/16` },
  // Item by item: the lists stay as they are written.
  ...[1, 2].map((third, at) => ({ path: ['network', 'publicSubnets', at], value: `10.${index}.${third}.0/24` })),
  ...[16, 32].map((third, at) => ({ path: ['network', 'privateSubnets', at], value: `10.${index}.${third}.0/20` })),
];

const ofNewCluster = (name: string, principals: string): Edit[] => [
  { path: ['cluster', 'name'], value: name },
  { path: ['cluster', 'accessEntries', 0, 'principalArn'], value: `${principals}:role/platform-admin` },
];

/** What its owner has as a rule; an add-on that isn't there is installed where its line goes. */
const ofExistingCluster = (existing: NonNullable<Answers['cluster']>): Edit[] => [
  { path: ['cluster'], value: { existing } },
  ...['aws-load-balancer-controller', 'kube-prometheus-stack', 'metrics-server'].map((addOn) => ({
    path: ['addons', addOn],
    value: { existing: true },
  })),
];
