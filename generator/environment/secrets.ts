import { partitionOf } from './aws-facts.js';
import type { Environment, Workload } from './resolve.js';

type Secret = Workload['secrets'][number];

/** What external-secrets may read beside the secrets that Terraform makes, as ARNs. */
export interface ExistingSecrets {
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
  /** KMS keys that encrypt them, where they have one of their own. */
  readonly keys: readonly string[];
}

/** Lists the names of the secrets that Terraform makes, each once: several variables may be parts of one. */
export const ownSecretNames = ({ secrets }: Pick<Workload, 'secrets'>): string[] =>
  distinct(secrets.flatMap(({ name }) => name ?? []));

/** Tells whether a workload reads from Parameter Store. */
export const readsParameters = ({ secrets }: Pick<Workload, 'secrets'>): boolean =>
  secrets.some(({ parameter }) => parameter !== undefined);

/** Gives the name or the ARN by which AWS is asked for a secret. */
export const remoteKey = ({ name, arn, parameter }: Secret, prefix: string): string =>
  arn ?? parameter ?? `${prefix}/${name}`;

export function existingSecrets(environment: Environment, { secrets }: Pick<Workload, 'secrets'>): ExistingSecrets {
  return {
    secrets: distinct(secrets.flatMap(({ arn }) => arn ?? [])),
    parameters: distinct(secrets.flatMap(({ parameter }) => (parameter ? parameterArn(environment, parameter) : []))),
    keys: distinct(secrets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? [])),
  };
}

/** Names of parameters begin with a slash or have none; their ARNs have one in front either way. */
function parameterArn({ aws }: Environment, parameter: string): string {
  if (parameter.startsWith('arn:')) return parameter;
  const { name } = partitionOf(aws.region);
  return `arn:${name}:ssm:${aws.region}:${aws.accountId}:parameter/${parameter.replace(/^\//, '')}`;
}

/** Splits an ARN into what says where a thing is. */
export function placeOfArn(arn: string): { readonly region: string; readonly accountId: string } {
  const [, , , region = '', accountId = ''] = arn.split(':');
  return { region, accountId };
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
