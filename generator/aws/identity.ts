import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { UserError } from '../report/user-error.js';
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
  const endpoint =
    process.env['AWS_ENDPOINT_URL_STS'] ?? process.env['AWS_ENDPOINT_URL'] ?? `https://sts.${region}.${dnsSuffix}`;
  const proxy = endpoint.startsWith('https:') ? getProxyForUrl(endpoint) : '';
  // The SDK warns of versions of Node that it will stop supporting; ours are in package.json.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const client = new STSClient({
    region,
    maxAttempts: 2,
    logger: silent,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 10_000,
      ...(proxy !== '' && { httpsAgent: agentFor(proxy) }),
    },
  });
  const circumstances = { profile, proxy: withoutPassword(proxy), endpoint };
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

function agentFor(proxy: string): HttpsProxyAgent<string> {
  try {
    return new HttpsProxyAgent(proxy);
  } catch {
    throw new UserError('HTTPS_PROXY is not the URL of a proxy, such as http://proxy.example.com:3128.');
  }
}

function withoutPassword(proxy: string): string {
  if (!URL.canParse(proxy)) return '';
  const { protocol, host } = new URL(proxy);
  return `${protocol}//${host}`;
}

const ignore = () => {};

/** A logger for the SDK that drops what the SDK would print to the terminal. */
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
