import { isInCluster } from '../argocd.js';
import { overlaps, rangeOf } from '../cidr.js';
import { namesOf } from '../names.js';
import type { Finding, Path } from '../problem.js';
import type { Environment, Workload } from '../resolve.js';

type FleetFindings = ReadonlyMap<string, Finding[]>;

/** Something that only one environment, or one workload, can have. */
interface Claim {
  readonly what: string;
  /** Two claims of one kind with the same value would fight over one thing. */
  readonly value: string;
  readonly path: Path;
}

function claimsOf(environment: Environment): Claim[] {
  const { aws, pipeline, registry, workloads } = environment;
  const { stateBucket } = namesOf(environment);
  return [
    ...claimsOfCluster(environment),
    { what: 'state bucket', value: stateBucket, path: ['aws', 'namePrefix'] },
    ...(pipeline?.createOidcProvider
      ? [
          {
            what: "account's one provider of GitHub's tokens",
            value: aws.accountId,
            path: ['pipeline', 'createOidcProvider'],
          },
        ]
      : []),
    ...registry.repositories.map((repository) => ({
      what: 'ECR repository',
      value: `${registry.accountId}/${registry.region}/${repository}`,
      path: [
        'workloads',
        workloads.find(({ image }) => image.repository === repository)?.key ?? '',
        'image',
        'repository',
      ],
    })),
    ...workloads.flatMap((workload) => claimsOfWorkload(environment, workload)),
  ];
}

/** Several environments may share a cluster that exists; each of its add-ons is one's. */
function claimsOfCluster({ addons, aws, cluster }: Environment): Claim[] {
  const value = `${aws.accountId}/${aws.region}/${cluster.name}`;
  if (!cluster.existing) return [{ what: 'cluster', value, path: ['cluster', 'name'] }];
  return Object.entries(addons)
    .filter(([, { enabled }]) => enabled)
    .map(([name]) => ({ what: 'add-on', value: `${name} of ${value}`, path: ['addons', name] }));
}

function claimsOfWorkload(environment: Environment, workload: Workload): Claim[] {
  const { aws, cluster, gitops, name } = environment;
  const { key, namespace, roleName, exposure } = workload;
  const isShared = !isInCluster(gitops);
  const existing = cluster.existing && `${aws.accountId}/${aws.region}/${cluster.name}`;
  const path = (...rest: Path): Path => ['workloads', key, ...rest];
  return [
    { what: 'IAM role of the pods', value: `${aws.accountId}/${roleName}`, path: path('roleName') },
    {
      what: 'namespace of one cluster',
      value: `${existing ?? (isShared ? gitops.destinationCluster : name)}/${namespace}`,
      path: path('namespace'),
    },
    ...(exposure.ingress.enabled
      ? [
          {
            what: 'host and path',
            value: exposure.ingress.host + exposure.ingress.path,
            path: path('exposure', 'ingress', 'host'),
          },
        ]
      : []),
  ];
}

/**
 * Checks what depends on several environments: names that collide, address ranges that overlap.
 * @returns findings by the environment's name
 */
export function checkFleet(environments: readonly Environment[]): FleetFindings {
  const findings = new Map<string, Finding[]>();
  const report = (environment: Environment, finding: Finding) =>
    findings.set(environment.name, [...(findings.get(environment.name) ?? []), finding]);
  reportCollisions(environments, report);
  reportPeers(environments, report);
  reportOverlaps(environments, report);
  return findings;
}

type Report = (environment: Environment, finding: Finding) => void;

interface Owner {
  readonly environment: string;
  readonly workload: string | undefined;
}

function reportCollisions(environments: readonly Environment[], report: Report): void {
  const owners = new Map<string, Owner>();
  for (const environment of environments) {
    for (const { what, value, path } of claimsOf(environment)) {
      const owner = { environment: environment.name, workload: path[0] === 'workloads' ? String(path[1]) : undefined };
      const other = owners.get(`${what} ${value}`);
      if (other) report(environment, collision({ what, value, path }, owner, other));
      else owners.set(`${what} ${value}`, owner);
    }
  }
}

function collision({ what, value, path }: Claim, owner: Owner, other: Owner): Finding {
  const isInside = owner.environment === other.environment;
  const [mine, theirs] = isInside ? [owner.workload, other.workload] : [owner.environment, other.environment];
  const message = `${mine} and ${theirs} would share the ${what} ${value}: give each its own.`;
  return { severity: 'error', rule: isInside ? 'workloads-apart' : 'environments-apart', path, message };
}

/** Peers are named, so each pair is looked at: an overlap with a peer is an error, a peer that doesn't exist too. */
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
      } else if (isHidden(environment.cluster.serviceCidr, peer.network.cidr)) {
        const message = `Pods never reach ${name}'s ${peer.network.cidr}: it overlaps with the addresses of Services.`;
        report(environment, { severity: 'error', rule: 'ranges-apart', path: ['cluster', 'serviceCidr'], message });
      }
    }
  }
}

const isHidden = (services: string | undefined, range: string): boolean =>
  services !== undefined && overlaps(rangeOf(services), rangeOf(range));

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
  if (a.network.existing && a.network.existing.vpcId === b.network.existing?.vpcId) return;
  if (a.network.peeredWith.includes(b.name) || b.network.peeredWith.includes(a.name)) return;
  const [other, environment] = a.name < b.name ? [a, b] : [b, a];
  const message =
    `${environment.network.cidr} overlaps with ${other.name}'s ${other.network.cidr}: ` +
    'the two can never be peered.';
  report(environment, { severity: 'warning', rule: 'ranges-apart', path: ['network', 'cidr'], message });
}
