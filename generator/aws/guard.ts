import type { Names } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import { UserError } from '../report/user-error.js';
import { callerIdentity, type Identity } from './identity.js';

/** The credentials are somebody's of another account. */
export class WrongAccount extends UserError {}

/**
 * Makes sure that the credentials belong to the environment's account, and gives their identity.
 * @throws WrongAccount, and UserError when AWS can't be reached
 */
export async function guardAccount({ aws, name }: Environment, { dnsSuffix }: Names): Promise<Identity> {
  const identity = await callerIdentity(aws.region, dnsSuffix);
  const complaint = wrongIdentity(identity, aws.accountId);
  if (complaint)
    throw new WrongAccount(`${complaint} Nothing was done. environments/${name}.yaml says ${aws.accountId}.`);
  return identity;
}

/** Explains why this identity must not act in an account; undefined when it may. */
function wrongIdentity({ account, arn }: Identity, accountId: string): string | undefined {
  const principal = /^arn:[a-z-]+:(?:iam|sts)::([0-9]{12}):.+/.exec(arn)?.[1];
  if (account !== accountId) {
    return (
      `These credentials are for account ${account || '(none)'} (${arn || 'nobody'}): ` +
      `switch to ${accountId}, for example with AWS_PROFILE=….`
    );
  }
  if (principal !== accountId) return `STS names no principal of account ${accountId}, but ${JSON.stringify(arn)}.`;
  return undefined;
}

/** Checks whether the cluster's access entries list this principal, or the role of this session. */
export function hasAccess({ arn }: Identity, { cluster }: Environment): boolean {
  const session = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  return cluster.accessEntries.some(({ principalArn }) =>
    // The ARN of a session lacks the path of its role, so only the role's name can be compared.
    session === undefined
      ? principalArn === arn
      : principalArn.includes(':role/') && principalArn.endsWith(`/${session}`),
  );
}
