import type { CapacityEstimate } from '../capacity/estimate.js';
import type { Estimate } from '../cost/estimate.js';
import type { Release } from '../environment/release-of.js';
import type { FieldDifference } from '../foretell/fields.js';
import type { Wave } from './waves.js';

/** What the page tells of one environment. */
export interface Told {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly kubernetes: string;
  readonly supportedUntil: string | null;
  /** What will end, or is said of what is installed. */
  readonly warnings: readonly string[];
  readonly releases: readonly Release[];
  readonly capacity: CapacityEstimate;
  readonly cost: Estimate;
  readonly waves: readonly Wave[];
}

/** Two environments that follow each other, and in what they differ. */
export interface Compared {
  readonly one: string;
  readonly other: string;
  readonly differences: readonly FieldDifference[];
}

export interface PageInput {
  readonly environments: readonly Told[];
  readonly compared: readonly Compared[];
  /** `2026-11-27` */
  readonly day: string;
  readonly version: string;
}
