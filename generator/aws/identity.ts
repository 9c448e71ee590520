import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { UserError } from '../report/user-error.js';
import { explain, missingProfile, notSts } from './explain.js';

/** Who AWS says that we are. */
export interface Identity {
  readonly account: string;
  /** Of a user, a role's session, or the root user. */
  readonly arn: string;
}

/**
 * Asks STS whose credentials these are. Credentials, endpoint and timeouts come from where the AWS tools take theirs.
 *
 * @param region whose STS is asked
 * @throws UserError with what is wrong with the credentials, or with the way to AWS
 */
export async function callerIdentity(region: string, dnsSuffix: string): Promise<Identity> {
  const profile = process.env['AWS_PROFILE'] ?? '';
  if (profile !== '') await assertProfile(profile);
  const endpoint =
    process.env['AWS_ENDPOINT_URL_STS'] ?? process.env['AWS_ENDPOINT_URL'] ?? `https://sts.${region}.${dnsSuffix}`;
  const proxy = endpoint.startsWith('https:') ? getProxyForUrl(endpoint) : '';
  // The SDK warns of every Node that it will leave behind some day; package.json says which ones we support.
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

/** The SDK passes over a profile that isn't there, and takes what credentials it finds elsewhere. */
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
/** The SDK would print its advice between our sentences. */
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
