import { overlaps, rangeOf } from '../cidr.js';
import { namesOf } from '../names.js';
import type { Finding, Path } from '../problem.js';
import type { Environment } from '../schema.js';

type FleetFindings = ReadonlyMap<string, Finding[]>;

/** A thing that only one environment can have. */
interface Exclusive {
  readonly what: string;
  readonly path: Path;
  /** Identifies the thing: two environments with the same key would both manage it. Undefined where there is none. */
  readonly key: (environment: Environment) => string | undefined;
}

const exclusives: readonly Exclusive[] = [
  { what: 'cluster', path: ['cluster', 'name'], key: ({ aws, cluster }) => `${aws.accountId}/${cluster.name}` },
  {
    what: 'IAM role of the pods',
    path: ['workload', 'roleName'],
    key: ({ aws, workload }) => `${aws.accountId}/${workload.roleName}`,
  },
  {
    what: 'ECR repository',
    path: ['workload', 'image', 'repository'],
    key: (environment) => namesOf(environment).imageRepositoryURL,
  },
  {
    what: "account's one provider of GitHub's tokens",
    path: ['pipeline', 'createOidcProvider'],
    key: ({ aws, pipeline }) => (pipeline?.createOidcProvider ? aws.accountId : undefined),
  },
  {
    what: 'namespace of one cluster',
    path: ['workload', 'namespace'],
    key: ({ gitops, workload }) =>
      gitops.destinationCluster === 'in-cluster' ? undefined : `${gitops.destinationCluster}/${workload.namespace}`,
  },
];

/**
 * Checks what depends on several environments: names that collide, address ranges that overlap.
 * @returns findings by the environment's name
 */
export function checkFleet(environments: readonly Environment[]): FleetFindings {
  const findings = new Map<string, Finding[]>();
  const report = (environment: Environment, finding: Finding) =>
    findings.set(environment.name, [...(findings.get(environment.name) ?? []), finding]);
  for (const exclusive of exclusives) reportCollisions(environments, exclusive, report);
  reportPeers(environments, report);
  reportOverlaps(environments, report);
  return findings;
}

type Report = (environment: Environment, finding: Finding) => void;

function reportCollisions(environments: readonly Environment[], { what, path, key }: Exclusive, report: Report): void {
  const owners = new Map<string, Environment>();
  for (const environment of environments) {
    const owned = key(environment);
    const other = owned === undefined ? undefined : owners.get(owned);
    if (owned !== undefined && !other) owners.set(owned, environment);
    if (!other) continue;
    const message = `${environment.name} and ${other.name} would share the ${what} ${owned}: give each its own.`;
    report(environment, { severity: 'error', rule: 'environments-apart', path, message });
  }
}

/** Reports peers that don't exist, and peers whose range overlaps with the environment's own. */
function reportPeers(environments: readonly Environment[], report: Report): void {
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  for (const environment of environments) {
    for (const [index, name] of environment.network.peeredWith.entries()) {
      const path = ['network', 'peeredWith', index];
      const peer = byName.get(name);
      const own = environment.network.cidr;
      if (!peer || peer === environment) {
        const message = `There is no other environment ${name} that reads without errors.`;
        report(environment, { severity: 'error', rule: 'peers-exist', path, message });
      } else if (overlaps(rangeOf(own), rangeOf(peer.network.cidr))) {
        const message =
          `${own} overlaps with ${name}'s ${peer.network.cidr}, and the two are peered: ` +
          'traffic could not be routed.';
        report(environment, { severity: 'error', rule: 'ranges-apart', path, message });
      }
    }
  }
}

/**
 * Reports ranges of environments that overlap, in one pass over the ranges sorted by first address: comparing each
 * pair would take a million comparisons for a thousand environments.
 */
function reportOverlaps(environments: readonly Environment[], report: Report): void {
  const sorted = environments
    .map((environment) => ({ environment, range: rangeOf(environment.network.cidr) }))
    .sort((a, b) => a.range.first - b.range.first);
  let furthest = sorted[0];
  for (const current of sorted.slice(1)) {
    if (furthest && overlaps(furthest.range, current.range))
      reportOverlap(furthest.environment, current.environment, report);
    if (!furthest || current.range.last > furthest.range.last) furthest = current;
  }
}

function reportOverlap(a: Environment, b: Environment, report: Report): void {
  if (a.network.peeredWith.includes(b.name) || b.network.peeredWith.includes(a.name)) return;
  const [other, environment] = a.name < b.name ? [a, b] : [b, a];
  const message =
    `${environment.network.cidr} overlaps with ${other.name}'s ${other.network.cidr}: ` +
    'the two can never be peered.';
  report(environment, { severity: 'warning', rule: 'ranges-apart', path: ['network', 'cidr'], message });
}
