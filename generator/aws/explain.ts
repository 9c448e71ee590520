import { nearestOf } from '../base/nearest.js';

/** Circumstances of a failed call that its explanation mentions. */
export interface Circumstances {
  /** AWS_PROFILE, or empty. */
  readonly profile: string;
  /** URL of the proxy for calls to AWS, or empty. */
  readonly proxy: string;
  /** URL of STS. */
  readonly endpoint: string;
}

interface Failure {
  readonly name: string;
  readonly message: string;
  /** Node's error code, such as ECONNREFUSED; empty where there is none. */
  readonly code: string;
  /** HTTP status; 0 when nothing answered. */
  readonly status: number;
}

type Sentence = (failure: Failure, circumstances: Circumstances) => string;

/** Kinds of failures: how each is recognised, and its explanation. The first kind that matches is used. */
const kinds: readonly (readonly [(failure: Failure, circumstances: Circumstances) => boolean, Sentence])[] = [
  [
    isSingleSignOn,
    (_, { profile }) =>
      `Nobody is logged in by SSO, or the login has expired. Run: aws sso login${withProfile(profile)}`,
  ],
  [
    ({ name }) => /^Expired|RequestExpired/.test(name),
    (_, { profile }) =>
      `The AWS credentials have expired. Log in again${profile ? ` (profile ${profile})` : ''}, ` +
      `for example: aws sso login${withProfile(profile)}`,
  ],
  [
    ({ name, message }) => name === 'SignatureDoesNotMatch' && /expired|not yet current/i.test(message),
    () => "AWS refuses the signature's time: this machine's clock is wrong. Set it.",
  ],
  [
    ({ name }) => name === 'SignatureDoesNotMatch',
    () => "The secret access key doesn't belong to the access key id: enter both again, with aws configure.",
  ],
  [
    ({ name }) => /InvalidClientTokenId|UnrecognizedClient|AuthFailure|InvalidAccessKeyId/.test(name),
    () =>
      "AWS doesn't know these credentials: the key was deleted, turned off or mistyped, " +
      "or the region isn't enabled in the account. Log in again.",
  ],
  [
    ({ name }) => /CredentialsProviderError|TokenProviderError/.test(name),
    ({ message }, { profile }) =>
      /any providers|Metadata|ECONNREFUSED|timed out/i.test(message)
        ? `There are no AWS credentials${profile ? ` in the profile ${profile}` : ''}. ` +
          'Log in with aws sso login or aws configure, or name a profile: AWS_PROFILE=…'
        : `The AWS credentials can't be loaded: ${message}`,
  ],
  [
    ({ name }) => /^AccessDenied/.test(name),
    ({ message }) => `AWS refuses these credentials even the question who they are: ${message}`,
  ],
  [
    ({ status }) => status === 407,
    (_, { proxy }) => `The proxy ${proxy} asks for a user and a password: HTTPS_PROXY=http://user:password@host:port`,
  ],
  [
    ({ code, message }) => /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code) || /certificate/i.test(message),
    (_, { endpoint }) =>
      `${hostOf(endpoint)} shows a certificate that isn't trusted: a proxy reads the connection. ` +
      'Name the file of its authority: NODE_EXTRA_CA_CERTS=/path/ca.pem',
  ],
  [
    ({ status, code }, { proxy }) => status === 0 && proxy !== '' && code !== 'ERR_INVALID_URL',
    ({ code, message }, { proxy, endpoint }) =>
      `The proxy ${proxy} doesn't lead to ${hostOf(endpoint)} (${code || message}). ` +
      `Correct HTTPS_PROXY, or exempt the host: NO_PROXY=${hostOf(endpoint)}`,
  ],
  [
    ({ code }) => /ENOTFOUND|EAI_AGAIN/.test(code),
    (_, { endpoint }) =>
      `${hostOf(endpoint)} isn't found: there is no network, or no name service. ` +
      'Connect, or set HTTPS_PROXY where a proxy leads out.',
  ],
  [
    ({ status }) => status === 0,
    ({ code, name }, { endpoint }) =>
      `${hostOf(endpoint)} doesn't answer (${code || name}): there is no network, or a firewall is in the way. ` +
      'Connect, or set HTTPS_PROXY where a proxy leads out.',
  ],
  [
    ({ status, name }) => status === 429 || /Throttl/.test(name),
    () => 'AWS asks to be asked less often. Try again in a minute.',
  ],
  [
    ({ name, status }, { proxy }) =>
      /^(Error|SyntaxError|Unknown|UnknownError|STSServiceException|40\d|50\d)$/.test(name) &&
      (status < 500 || proxy !== ''),
    ({ status }, circumstances) => notSts(status, circumstances),
  ],
  [
    ({ status }) => status >= 500,
    ({ status }) => `STS fails (HTTP ${status}). Try again in a minute; https://health.aws.amazon.com tells more.`,
  ],
];

/** Explains a failed call of GetCallerIdentity in one sentence or two: what is wrong, and what to do. */
export function explain(error: unknown, circumstances: Circumstances): string {
  const failure = failureOf(error);
  const kind = kinds.find(([matches]) => matches(failure, circumstances));
  return kind ? kind[1](failure, circumstances) : `STS refuses: ${failure.name}: ${failure.message}`;
}

/** Explains an answer that can't be one of STS. */
export function notSts(status: number, { proxy, endpoint }: Circumstances): string {
  const cause = proxy ? `the proxy ${proxy} refuses the way` : 'a proxy or a login page of the network is in between';
  return `What answers at ${hostOf(endpoint)} (HTTP ${status}) isn't STS: ${cause}. Open the way to it.`;
}

export function missingProfile(profile: string, known: readonly string[]): string {
  const nearest = nearestOf(profile, known);
  const hint = nearest
    ? `Did you mean ${nearest}?`
    : `There are: ${known.join(', ') || 'none'}. Make it with aws configure sso --profile ${profile}.`;
  return `AWS_PROFILE is ${profile}, and no file of the AWS tools has such a profile. ${hint}`;
}

function failureOf(error: unknown): Failure {
  const {
    name = 'Error',
    message = '',
    code,
    cause,
    $metadata,
    $response,
  } = error as Error & {
    code?: string;
    $metadata?: { httpStatusCode?: number };
    $response?: { statusCode?: number };
  };
  const causeCode = (cause as { code?: string } | undefined)?.code;
  return {
    name,
    message,
    code: code ?? causeCode ?? '',
    status: $metadata?.httpStatusCode ?? $response?.statusCode ?? 0,
  };
}

function isSingleSignOn({ name, message }: Failure): boolean {
  return /ProviderError|Unauthorized/.test(name) && /\bsso\b/i.test(message);
}

const withProfile = (profile: string): string => (profile ? ` --profile ${profile}` : '');
const hostOf = (endpoint: string): string => (URL.canParse(endpoint) ? new URL(endpoint).host : endpoint);
