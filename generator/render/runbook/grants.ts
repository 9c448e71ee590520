import { partitionOf } from '../../environment/aws-facts.js';
import { weightKeys } from '../../environment/model-files.js';
import { environmentRoleName, roleArn, workloadNames } from '../../environment/names.js';
import type { Environment, Workload } from '../../environment/resolve.js';
import { placeOfArn } from '../../environment/secrets.js';

/** What another account has to allow: a statement of a policy there. */
export interface Grant {
  readonly accountId: string;
  /** What the policy is that of, such as a bucket. */
  readonly kind: 'bucket' | 'secret' | 'key';
  readonly name: string;
  readonly role: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The service by which a key may be used; null for what isn't a key. */
  readonly via: string | null;
}

/** Lists what other accounts have to allow before pods start: IAM asks both sides. */
export function grantsOf(environment: Environment): Grant[] {
  const grants = environment.workloads.flatMap((workload) => [
    ...forSecrets(environment, workload),
    ...forModel(environment, workload),
  ]);
  return [...new Map(grants.map((grant) => [`${grant.kind} ${grant.name} ${grant.role}`, grant])).values()];
}

function* forSecrets(environment: Environment, { secrets }: Workload): Iterable<Grant> {
  const role = roleArn(environment, environmentRoleName(environment, 'external-secrets'));
  for (const { arn, parameter, kmsKeyArn } of secrets) {
    const accountId = placeOfArn(arn ?? '').accountId;
    if (arn !== undefined && accountId !== environment.aws.accountId) {
      const actions = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'];
      yield { accountId, kind: 'secret', name: arn, role, actions, resources: ['*'], via: null };
    }
    if (kmsKeyArn) yield* ofKey(environment, kmsKeyArn, role, parameter === undefined ? 'secretsmanager' : 'ssm');
  }
}

function* forModel(environment: Environment, workload: Workload): Iterable<Grant> {
  const { aws } = environment;
  const { model } = workload;
  if (!model) return;
  const role = workloadNames(environment, workload).podRoleArn;
  const { accountId = aws.accountId, bucket, key } = model;
  if (accountId !== aws.accountId) {
    const objects = [key, ...weightKeys(model)];
    const resources = objects.map((object) => `arn:${partitionOf(aws.region).name}:s3:::${bucket}/${object}`);
    yield { accountId, kind: 'bucket', name: bucket, role, actions: ['s3:GetObject'], resources, via: null };
  }
  if (model.kmsKeyArn) yield* ofKey(environment, model.kmsKeyArn, role, 's3');
}

function* ofKey({ aws }: Environment, key: string, role: string, service: string): Iterable<Grant> {
  const { accountId, region } = placeOfArn(key);
  if (accountId === aws.accountId) return;
  const via = `${service}.${region}.${partitionOf(aws.region).dnsSuffix}`;
  yield { accountId, kind: 'key', name: key, role, actions: ['kms:Decrypt'], resources: ['*'], via };
}
