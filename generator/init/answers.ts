import { UserError } from '../report/user-error.js';
import { type Exposure, type Given, listOf, type Option } from './questions.js';

/** What a new repository is made from. */
export interface Answers {
  readonly name: string;
  readonly environments: readonly string[];
  /** By environment. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly region: string;
  readonly repository: string;
  readonly exposure: Exposure;
  readonly vpc: ExistingVpc | undefined;
  readonly cluster: ExistingCluster | undefined;
}

interface ExistingVpc {
  readonly vpcId: string;
  readonly cidr: string;
  readonly privateSubnets: readonly ExistingSubnet[];
  readonly publicSubnets: readonly ExistingSubnet[];
}

interface ExistingSubnet {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
}

interface ExistingCluster {
  readonly name: string;
  readonly oidcIssuer: string;
}

/** Reads the texts as what they mean. @throws UserError for what holds only together */
export function answersOf(given: Given): Answers {
  const text = (option: Option) => given.get(option) ?? '';
  const environments = [...new Set(listOf(text('environments')))];
  const hasExisting = text('vpc') !== '' || text('cluster') !== '';
  if (hasExisting && environments.length !== 1)
    throw new UserError('A VPC or a cluster that exists is of one environment: name that one with --environments.');
  return {
    name: text('name'),
    environments,
    accounts: accountsOf(listOf(text('account')), environments),
    region: text('region'),
    repository: text('repository'),
    exposure: text('exposure') as Exposure,
    vpc: text('vpc') === '' ? undefined : vpcOf(text),
    cluster: text('cluster') === '' ? undefined : { name: text('cluster'), oidcIssuer: text('oidc-issuer') },
  };
}

const vpcOf = (text: (option: Option) => string): ExistingVpc => ({
  vpcId: text('vpc'),
  cidr: text('vpc-cidr'),
  privateSubnets: subnetsOf(text('private-subnets')),
  publicSubnets: subnetsOf(text('public-subnets')),
});

const subnetsOf = (text: string): ExistingSubnet[] =>
  listOf(text).map((one) => {
    const [id = '', zone = '', cidr = ''] = one.split(':');
    return { id, zone, cidr };
  });

function accountsOf(texts: readonly string[], environments: readonly string[]): ReadonlyMap<string, string> {
  const pairs = texts.map((one): [string, string] => (one.includes('=') ? (one.split('=') as never) : ['', one]));
  const unknown = pairs.find(([name]) => name !== '' && !environments.includes(name));
  if (unknown) throw new UserError(`--account names ${unknown[0]}, and there is no such environment.`);
  const given = new Map(pairs);
  const lacking = environments.filter((name) => !given.has(name) && !given.has(''));
  if (lacking.length > 0) throw new UserError(`--account names no account for ${lacking.join(', ')}.`);
  return new Map(environments.map((name) => [name, given.get(name) ?? (given.get('') as string)]));
}
