import { hasAddOn } from '../environment/addons.js';
import { roomOfGroup, runsOnGroups } from '../environment/capacity/fleet.js';
import { knowsNodes } from '../environment/capacity/pods-that-fit.js';
import { uncountedAddOns } from '../environment/capacity/standing.js';
import type { Finding } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { type Limit, limitsOf } from './limits.js';
import { mendsOf } from './mend.js';
import { fitsAll, isPromised, resultOf, type Scenario, type ScenarioResult, scenariosOf } from './scenarios.js';

export interface CapacityEstimate {
  readonly environment: string;
  /** Whether every pod has a node whenever it should; null where the nodes aren't known. */
  readonly fits: boolean | null;
  readonly scenarios: readonly ScenarioResult[];
  readonly limits: readonly Limit[];
  /** What isn't counted, or can't be. */
  readonly leftOut: readonly string[];
}

export interface Computed {
  readonly estimate: CapacityEstimate;
  /** The edits that mend what doesn't fit: errors, or warnings where nothing is promised. */
  readonly findings: readonly Finding[];
}

/** Computes which pods have a node, from what is written alone. */
export function capacityOf(environment: Environment): Computed {
  const moments = momentsOf(environment, scenariosOf(environment));
  const misfits = misfitsOf(environment, moments);
  const broken = misfits.filter((scenario) => isPromised(environment, scenario));
  const regretted = misfits.filter(({ isWorthMending }) => isWorthMending);
  return {
    estimate: {
      environment: environment.name,
      fits: moments.length > 0 ? broken.length === 0 : null,
      scenarios: moments.map(({ result }) => result),
      limits: limitsOf(environment),
      leftOut: leftOutOf(environment),
    },
    findings: mendsOf(environment, broken, regretted),
  };
}

/** Finds the moments at which pods have no node although they should, and the edits that mend them. */
export function capacityFindings(environment: Environment): Finding[] {
  // With all nodes most fit: only of others it is computed what would do.
  const doubtful = scenariosOf(environment).filter(
    (scenario) => isPromised(environment, scenario) && !fitsAll(environment, scenario),
  );
  return mendsOf(environment, misfitsOf(environment, momentsOf(environment, doubtful)), []);
}

interface MomentResult {
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
}

/** Computes each moment; none where the nodes aren't known. */
const momentsOf = (environment: Environment, scenarios: readonly Scenario[]): MomentResult[] =>
  !knowsNodes(environment) ? [] : scenarios.map((scenario) => ({ scenario, result: resultOf(environment, scenario) }));

/** Karpenter starts nodes for pods that wait. */
const misfitsOf = (environment: Environment, moments: readonly MomentResult[]): Scenario[] =>
  hasAddOn(environment, 'karpenter')
    ? []
    : moments.filter(({ result }) => !result.fits).map(({ scenario }) => scenario);

function unknownNodes({ cluster }: Environment): string[] {
  if (cluster.existing) return ["nodes of a cluster that exists, which aren't written here"];
  return cluster.nodeGroups
    .filter((group) => roomOfGroup(group) === undefined)
    .map(({ name, instanceTypes }) => `nodes of ${name}: what ${instanceTypes.join(' or ')} has isn't known`);
}

const leftOutOf = (environment: Environment): string[] => [
  ...unknownNodes(environment),
  ...uncountedAddOns(environment).map((name) => `pods of ${name}: nobody has recorded what they ask for`),
  ...(hasAddOn(environment, 'karpenter') ? ['nodes that Karpenter starts: pods that wait here get theirs there'] : []),
  ...environment.workloads
    .filter((workload) => !runsOnGroups(workload))
    .map(({ key, pod }) => `pods of ${key}, which run on Karpenter's pool ${pod.nodes?.pool}`),
  ...environment.workloads
    .filter(({ pod }) => pod.affinity !== undefined || pod.topologySpreadConstraints.length > 0)
    .map(({ key }) => `what the affinity or the spread of ${key} requires of nodes`),
  ...(environment.manifests.length > 0 ? ['pods of manifests of your own'] : []),
];
