import { quotaHoldsTheWorstCase, scratchSpaceFits } from './invariants/capacity.js';
import { budgetNeverBlocksADrain, podsLeaveGently, rolloutsKeepCapacity } from './invariants/disruption.js';
import type { Invariant, Problem, Surroundings } from './invariants/invariant.js';
import { namesAreValid, objectsAreUnique } from './invariants/names.js';
import { policyAdmitsEachPath, policyNeverAdmitsNodeCredentials } from './invariants/network.js';
import { monitoringScrapesOnce, portsExist } from './invariants/ports.js';
import { referencesExist } from './invariants/references.js';
import { selectorsMatch, selectorsNeverChange } from './invariants/selectors.js';
import type { KubernetesObject } from './objects.js';

/** The reference design's. */
export const referenceSurroundings: Surroundings = {
  loadBalancerSubnets: ['10.0.1.0/24', '10.0.2.0/24'],
  monitoringNamespace: 'monitoring',
};

/** What must hold between the objects of a release, whatever its values. */
export const invariants = {
  selectorsMatch,
  selectorsNeverChange,
  portsExist,
  monitoringScrapesOnce,
  quotaHoldsTheWorstCase,
  scratchSpaceFits,
  budgetNeverBlocksADrain,
  rolloutsKeepCapacity,
  podsLeaveGently,
  policyAdmitsEachPath,
  policyNeverAdmitsNodeCredentials,
  referencesExist,
  namesAreValid,
  objectsAreUnique,
} satisfies Readonly<Record<string, Invariant>>;

export interface Violation extends Problem {
  readonly invariant: string;
}

/** Everything that is wrong between these objects; nothing when the release holds together. */
export function violations(
  objects: readonly KubernetesObject[],
  surroundings: Surroundings = referenceSurroundings,
): Violation[] {
  return Object.entries(invariants).flatMap(([invariant, check]) =>
    (check as Invariant)(objects, surroundings).map((problem) => ({ invariant, ...problem })),
  );
}
