import type { Environment } from '../environment/resolve.js';
import { type Estimate, estimate, type Line, type Range } from './estimate.js';
import { hundredths } from './hundredths.js';
import type { Quantity } from './items.js';
import { type PeakChange, peakChanges } from './peak.js';
import type { PriceList } from './price-list.js';

/** An item of which there are more, fewer, or others. */
export interface CostChange {
  readonly what: string;
  readonly from: Quantity;
  readonly to: Quantity;
  /** USD a month more, or less, at the least and at the most; null where no price is known. */
  readonly monthly: Range | null;
}

/** What an edit does to what an environment costs. */
export interface CostDelta {
  readonly environment: string;
  /** USD a month, of what has a price. */
  readonly from: Range;
  readonly to: Range;
  readonly changes: readonly CostChange[];
  /** Nodes that are needed when every workload is at its most. */
  readonly peak: readonly PeakChange[];
}

const none: Range & Quantity = { min: 0, max: 0 };

/**
 * Compares what an environment costs in two states; of one that is new, the first is undefined.
 * @returns undefined where the same is billed, and as many nodes are needed at the most
 */
export function costDelta(
  before: Environment | undefined,
  after: Environment,
  pricesOf: (environment: Environment) => PriceList,
): CostDelta | undefined {
  const old = before && estimate(before, pricesOf(before));
  const young = estimate(after, pricesOf(after));
  const items = new Set([...(old?.lines ?? []), ...young.lines].map(({ what }) => what));
  const changes = [...items].flatMap((what) => changeOf(what, lineOf(old, what), lineOf(young, what)) ?? []);
  const peak =
    before && old ? peakChanges({ environment: before, estimate: old }, { environment: after, estimate: young }) : [];
  if (changes.length + peak.length === 0) return undefined;
  return { environment: after.name, from: old?.monthly ?? none, to: young.monthly, changes, peak };
}

const lineOf = (of: Estimate | undefined, what: string): Line | undefined =>
  of?.lines.find((line) => line.what === what);

function changeOf(what: string, old: Line | undefined, young: Line | undefined): CostChange | undefined {
  const [from, to] = [old?.quantity ?? none, young?.quantity ?? none];
  const [was, will] = [old ? old.monthly : none, young ? young.monthly : none];
  const isSame = from.min === to.min && from.max === to.max && was?.min === will?.min && was?.max === will?.max;
  return isSame ? undefined : { what, from, to, monthly: was && will && difference(was, will) };
}

export const difference = (from: Range, to: Range): Range => ({
  min: hundredths(to.min - from.min),
  max: hundredths(to.max - from.max),
});
