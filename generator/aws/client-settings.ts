import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { UserError } from '../report/user-error.js';

/**
 * Builds the settings of a client of AWS: somebody waits, so it gives up soon, and it goes through the proxy that leads
 * to this endpoint.
 * @throws UserError where that proxy's URL is none
 */
export function clientSettings(region: string, endpoint: string) {
  const proxy = proxyTo(endpoint);
  // The SDK warns of versions of Node that it will stop supporting; ours are in package.json.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return {
    region,
    maxAttempts: 2,
    logger: silent,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 10_000,
      ...(proxy !== '' && { httpsAgent: agentFor(proxy) }),
    },
  };
}

/** Gives the URL of the proxy that leads to an endpoint; empty where none does. */
export const proxyTo = (endpoint: string): string => (endpoint.startsWith('https:') ? getProxyForUrl(endpoint) : '');

/** Gives the endpoint of a service: that of the variables that the AWS CLI reads too, or AWS's own. */
export const endpointOf = (service: string, region: string, dnsSuffix: string): string =>
  process.env[`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll('-', '_')}`] ??
  process.env['AWS_ENDPOINT_URL'] ??
  `https://${service}.${region}.${dnsSuffix}`;

function agentFor(proxy: string): HttpsProxyAgent<string> {
  try {
    return new HttpsProxyAgent(proxy);
  } catch {
    throw new UserError('HTTPS_PROXY is not the URL of a proxy, such as http://proxy.example.com:3128.');
  }
}

const ignore = () => {};

/** A logger for the SDK that drops what the SDK would print to the terminal. */
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
