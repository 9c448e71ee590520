import type { Names } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import { UserError } from '../report/user-error.js';
import { callerIdentity, type Identity } from './identity.js';

/**
 * The account guard: who acts, when it is a principal of the environment's own account.
 * @throws UserError for any other account, and when AWS can't be asked
 */
export async function guardAccount({ aws, name }: Environment, { dnsSuffix }: Names): Promise<Identity> {
  const identity = await callerIdentity(aws.region, dnsSuffix);
  const complaint = wrongIdentity(identity, aws.accountId);
  if (complaint) throw new UserError(`${complaint} Nothing was done. environments/${name}.yaml says ${aws.accountId}.`);
  return identity;
}

/** Why this identity must not act in that account; undefined when it may. */
export function wrongIdentity({ account, arn }: Identity, accountId: string): string | undefined {
  const principal = /^arn:[a-z-]+:(?:iam|sts)::([0-9]{12}):.+/.exec(arn)?.[1];
  if (account !== accountId) {
    return `These credentials are for account ${account || '(none)'} (${arn || 'nobody'}): switch to ${accountId}, for example with AWS_PROFILE=….`;
  }
  if (principal !== accountId) return `STS names no principal of account ${accountId}, but ${JSON.stringify(arn)}.`;
  return undefined;
}

/** Whether the cluster's access entries name this principal; a session counts as its role. */
export function hasAccess({ arn }: Identity, { cluster }: Environment): boolean {
  const session = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  return cluster.accessEntries.some(({ principalArn }) =>
    // A session's ARN leaves out the path of its role.
    session === undefined
      ? principalArn === arn
      : principalArn.includes(':role/') && principalArn.endsWith(`/${session}`),
  );
}
