import type { Finding } from './problem.js';
import type { Environment } from './resolve.js';

/** Warns where clients' keys and data travel to a public load balancer as they are. */
export const clearTextFindings = ({ workloads }: Environment): Finding[] =>
  workloads
    .filter(({ exposure: { loadBalancer } }) => {
      const { enabled, scheme, certificateArn } = loadBalancer;
      return enabled && scheme === 'internet-facing' && certificateArn === undefined;
    })
    .map(({ key, secrets }) => ({
      severity: 'warning',
      rule: 'clear-text',
      path: ['workloads', key, 'exposure', 'loadBalancer'],
      message:
        `Without a certificate ${hasKeys(secrets) ? 'API keys, ' : ''}requests and answers cross the internet ` +
        'readable: set certificateArn, or use the ingress.',
    }));

const hasKeys = (secrets: Environment['workloads'][number]['secrets']): boolean =>
  secrets.some(({ variable }) => variable === 'API_KEYS');
