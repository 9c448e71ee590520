import { judgeRegion } from '../environment/aws-facts.js';
import type { Path } from '../environment/problem.js';
import { environmentSchema } from '../environment/schema.js';
import { schemaAt } from '../environment/schema-walk.js';

/** What is known before anybody is asked; empty where nothing is. */
export interface Known {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly repository: string;
}

/** In the order in which they are asked. */
export const optionNames = [
  'name',
  'environments',
  'account',
  'region',
  'repository',
  'exposure',
  'vpc',
  'vpc-cidr',
  'private-subnets',
  'public-subnets',
  'cluster',
  'oidc-issuer',
] as const;
export type Option = (typeof optionNames)[number];

/** Texts by option. */
export type Given = ReadonlyMap<Option, string>;

/** One thing to know, as an option and as a question. */
interface Question {
  readonly value: string;
  /** What it is, in a line. */
  readonly text: string;
  /** What is right where nobody says otherwise; undefined where only its owner knows. */
  fallback(given: Given, known: Known): string | undefined;
  /** Says what is wrong with an answer. */
  faultOf(answer: string): string | undefined;
}

/** An example's account: `validate` says of it that it has to become one's own. */
const exampleAccount = '111122223333';

const exposures = ['internal', 'internet', 'none'] as const;
export type Exposure = (typeof exposures)[number];

const nameRule = 'Use small letters, digits and dashes, at most 20 of them, a letter first.';

const nameFault = (answer: string): string | undefined =>
  /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/.test(answer) ? undefined : `${JSON.stringify(answer)} is no name. ${nameRule}`;

const environmentFault = (name: string): string | undefined =>
  name === 'defaults' ? 'environments/defaults.yaml is what environments share: choose another name.' : nameFault(name);

export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

export const questions: Readonly<Record<Option, Question>> = {
  name: {
    value: 'NAME',
    text: 'What the model is called: names of clusters, namespaces and roles begin with it.',
    fallback: (_, { name }) => name,
    faultOf: nameFault,
  },
  environments: {
    value: 'ENV,ENV',
    text: 'The environments, each with a cluster of its own.',
    fallback: (given) => (given.get('vpc') || given.get('cluster') ? 'prod' : 'dev,prod'),
    faultOf: (answer) => (listOf(answer).length === 0 ? nameRule : listOf(answer).map(environmentFault).find(Boolean)),
  },
  account: {
    value: '[ENV=]ID',
    text: 'The AWS account: one for all, or one for each as in dev=111122223333,prod=444455556666.',
    fallback: (_, { account }) => account || exampleAccount,
    faultOf: (answer) =>
      listOf(answer).every((one) => /^([a-z0-9-]+=)?[0-9]{12}$/.test(one)) ? undefined : 'An account has 12 digits.',
  },
  region: {
    value: 'REGION',
    text: 'The AWS region.',
    fallback: (_, { region }) => region || 'us-east-1',
    faultOf(answer) {
      const verdict = judgeRegion(answer);
      if (typeof verdict === 'string') return undefined;
      return `There is no region ${answer}${verdict.nearest ? `: did you mean ${verdict.nearest}?` : '.'}`;
    },
  },
  repository: {
    value: 'URL',
    text: 'This repository, as Argo CD reaches it.',
    fallback: (given, { repository }) => repository || `https://github.com/example/${given.get('name')}.git`,
    faultOf: bySchema(['gitops', 'repoURL']),
  },
  exposure: {
    value: exposures.join('|'),
    text: 'Who reaches the service from outside of the cluster: the network, the internet, or nobody.',
    fallback: () => 'internal',
    faultOf: (answer) => (exposures.some((one) => one === answer) ? undefined : `Say one of ${exposures.join(', ')}.`),
  },
  vpc: {
    value: 'ID',
    text: 'A VPC that exists, such as vpc-0a1b2c3d; empty for a new one.',
    fallback: () => '',
    faultOf: bySchema(['network', 'existing', 'vpcId']),
  },
  'vpc-cidr': {
    value: 'CIDR',
    text: "The VPC's range.",
    fallback: needed,
    faultOf: bySchema(['network', 'existing', 'cidr']),
  },
  'private-subnets': {
    value: 'ID:ZONE:CIDR,…',
    text: 'Its private subnets, in two zones or more: subnet-0a1b2c3d:us-east-1a:10.0.10.0/24,…',
    fallback: needed,
    faultOf: subnetFault,
  },
  'public-subnets': {
    value: 'ID:ZONE:CIDR,…',
    text: 'Its public subnets; empty where there are none.',
    fallback: () => '',
    faultOf: subnetFault,
  },
  cluster: {
    value: 'NAME',
    text: 'An EKS cluster that exists; empty for a new one.',
    fallback: () => '',
    faultOf: bySchema(['cluster', 'existing', 'name']),
  },
  'oidc-issuer': {
    value: 'URL',
    text: 'Its issuer: aws eks describe-cluster --name NAME --query cluster.identity.oidc.issuer',
    fallback: needed,
    faultOf: bySchema(['cluster', 'existing', 'oidcIssuer']),
  },
};

/** Questions that only make sense after an answer to another. */
const follows: Readonly<Partial<Record<Option, Option>>> = {
  'vpc-cidr': 'vpc',
  'private-subnets': 'vpc',
  'public-subnets': 'vpc',
  'oidc-issuer': 'cluster',
};

export const isAsked = (option: Option, given: Given): boolean => {
  const before = follows[option];
  return before === undefined || (given.get(before) ?? '') !== '';
};

function needed(): undefined {
  return undefined;
}

/** Judges an answer as the field of an environment is judged that it goes to. */
function bySchema(path: Path) {
  return (answer: string): string | undefined => {
    const issue = schemaAt(environmentSchema, path)?.safeParse(answer).error?.issues[0];
    return issue && `${JSON.stringify(answer)} ${issue.message}.`;
  };
}

function subnetFault(answer: string): string | undefined {
  const wrong = listOf(answer).find((one) => !/^subnet-[0-9a-f]{3,17}:[a-z0-9-]+:[0-9./]+$/.test(one));
  return wrong === undefined ? undefined : `${JSON.stringify(wrong)} must be ID:ZONE:CIDR.`;
}
