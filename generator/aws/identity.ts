import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { UserError } from '../report/user-error.js';
import { clientSettings, endpointOf, proxyTo } from './client-settings.js';
import { explain, missingProfile, notSts } from './explain.js';

/** The principal of the credentials, as reported by AWS. */
export interface Identity {
  readonly account: string;
  /** ARN of a user, a role's session or the root user. */
  readonly arn: string;
}

/**
 * Calls STS to find the principal of the credentials. Credentials and endpoint come from the same files and variables
 * as those of the AWS CLI.
 *
 * @param region the region of the STS endpoint
 * @throws UserError that explains what is wrong with the credentials, or with the connection to AWS
 */
export async function callerIdentity(region: string, dnsSuffix: string): Promise<Identity> {
  const profile = process.env['AWS_PROFILE'] ?? '';
  if (profile !== '') await assertProfile(profile);
  const endpoint = endpointOf('sts', region, dnsSuffix);
  const client = new STSClient(clientSettings(region, endpoint));
  const circumstances = { profile, proxy: withoutPassword(proxyTo(endpoint)), endpoint };
  const answer = await client
    .send(new GetCallerIdentityCommand({}))
    .catch((error: unknown) => {
      throw new UserError(explain(error, circumstances), { cause: error });
    })
    .finally(() => client.destroy());
  const { Account: account = '', Arn: arn = '', $metadata } = answer;
  if (account === '' && arn === '') throw new UserError(notSts($metadata.httpStatusCode ?? 0, circumstances));
  return { account, arn };
}

/** Refuses a profile that doesn't exist: the SDK would ignore it, and use credentials from elsewhere. */
async function assertProfile(profile: string): Promise<void> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const known = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])];
  if (!known.includes(profile)) throw new UserError(missingProfile(profile, known));
}

function withoutPassword(proxy: string): string {
  if (!URL.canParse(proxy)) return '';
  const { protocol, host } = new URL(proxy);
  return `${protocol}//${host}`;
}
