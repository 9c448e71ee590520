import { contains, rangeOf } from './cidr.js';
import type { Finding, Path } from './problem.js';
import type { Environment } from './resolve.js';

/** Accounts, as AWS's own documentation has them. */
const exampleAccounts = ['111122223333', '444455556666', '777788889999', '123456789012', '000000000000'];

/** Ranges that nobody has: https://www.rfc-editor.org/rfc/rfc5737 */
const exampleRanges = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'].map(rangeOf);

/** Names that lead nowhere: https://www.rfc-editor.org/rfc/rfc2606 */
const exampleName = /(^|[@./])example\.(com|net|org)([/:]|$)|[/:]example\/[^/]/;

/**
 * Finds what stands in an environment as an example, and has to become somebody's own before anything works: the
 * account, the repository, ranges, addresses, hosts.
 */
export function placeholderFindings(environment: Environment): Finding[] {
  const { aws, cluster, gitops, observability, workloads } = environment;
  const account = exampleAccounts.includes(aws.accountId) ? [at(['aws', 'accountId'], 'account', aws.accountId)] : [];
  return [
    ...account,
    ...named(['gitops', 'repoURL'], 'repository', gitops.repoURL),
    ...cluster.publicAccessCidrs.flatMap((range, index) => ranged(['cluster', 'publicAccessCidrs', index], range)),
    ...observability.alarmEmails.flatMap((email, index) =>
      named(['observability', 'alarmEmails', index], 'address', email),
    ),
    ...(observability.budget?.emails ?? []).flatMap((email, index) =>
      named(['observability', 'budget', 'emails', index], 'address', email),
    ),
    ...workloads.flatMap(({ key, exposure }) => ofExposure(['workloads', key, 'exposure'], exposure)),
  ];
}

function ofExposure(path: Path, { loadBalancer, ingress }: Environment['workloads'][number]['exposure']): Finding[] {
  const ranges = (kind: string, { enabled, sourceCidrs }: typeof loadBalancer) =>
    enabled ? sourceCidrs.flatMap((range, index) => ranged([...path, kind, 'sourceCidrs', index], range)) : [];
  return [
    ...ranges('loadBalancer', loadBalancer),
    ...ranges('ingress', ingress),
    ...(ingress.enabled ? named([...path, 'ingress', 'host'], 'host', ingress.host) : []),
  ];
}

const named = (path: Path, what: string, text: string): Finding[] =>
  exampleName.test(text) ? [at(path, what, text)] : [];

const ranged = (path: Path, range: string): Finding[] =>
  exampleRanges.some((example) => contains(example, rangeOf(range))) ? [at(path, 'range', range)] : [];

const at = (path: Path, what: string, text: string): Finding => ({
  severity: 'warning',
  rule: 'placeholder',
  path,
  message: `${text} is the ${what} of an example: write your own.`,
});
