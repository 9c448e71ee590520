import { quotaHoldsTheWorstCase, scratchSpaceFits } from './invariants/capacity.js';
import { budgetNeverBlocksADrain, podsLeaveGently, rolloutsKeepCapacity } from './invariants/disruption.js';
import type { Invariant, Problem, Surroundings } from './invariants/invariant.js';
import { namesAreValid, objectsAreUnique } from './invariants/names.js';
import { policyAdmitsEachPath, policyNeverAdmitsNodeCredentials } from './invariants/network.js';
import { monitoringScrapesOnce, portsExist } from './invariants/ports.js';
import { referencesExist } from './invariants/references.js';
import { selectorsMatch, selectorsNeverChange } from './invariants/selectors.js';
import type { KubernetesObject } from './objects.js';

/** The surroundings of the reference design. */
export const referenceSurroundings: Surroundings = {
  loadBalancerSubnets: ['10.0.1.0/24', '10.0.2.0/24'],
  monitoringNamespace: 'monitoring',
};

/** Conditions on the objects of a release that must hold for all values. */
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

/** Checks objects against all invariants. */
export function violations(
  objects: readonly KubernetesObject[],
  surroundings: Surroundings = referenceSurroundings,
): Violation[] {
  return Object.entries(invariants).flatMap(([invariant, check]) =>
    (check as Invariant)(objects, surroundings).map((problem) => ({ invariant, ...problem })),
  );
}
