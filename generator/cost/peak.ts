import { nodesAtPeak } from '../capacity/scenarios.js';
import type { Environment } from '../environment/resolve.js';
import type { Estimate, Line, Range } from './estimate.js';
import { hundredths } from './hundredths.js';

/** A node group of which the pods need more or fewer nodes when every workload is at its most. */
export interface PeakChange {
  readonly group: string;
  readonly instanceTypes: readonly string[];
  readonly from: number;
  readonly to: number;
  /** USD a month more, or less, while it lasts; null where no price is known. */
  readonly monthly: Range | null;
}

/** A state of an environment with what it costs. */
interface State {
  readonly environment: Environment;
  readonly estimate: Estimate;
}

/** Compares the nodes that two states need at the most; none where one of them isn't known, or has no room. */
export function peakChanges(before: State, after: State): PeakChange[] {
  const [was, will] = [nodesAtPeak(before.environment), nodesAtPeak(after.environment)];
  if (was === undefined || will === undefined) return [];
  return after.environment.cluster.nodeGroups.flatMap(({ name, instanceTypes }) => {
    const [from, to] = [was.get(name) ?? 0, will.get(name) ?? 0];
    const line = after.estimate.lines.find(({ what }) => what.startsWith(`nodes of ${name}:`));
    return from === to ? [] : [{ group: name, instanceTypes, from, to, monthly: priceOf(line, to - from) }];
  });
}

/** What so many nodes cost a month: the price of one is that of the line, by the number that it counts. */
function priceOf(line: Line | undefined, nodes: number): Range | null {
  if (!line?.monthly || line.quantity.max === 0) return null;
  const each = line.monthly.max / line.quantity.max;
  const least = line.quantity.min > 0 ? line.monthly.min / line.quantity.min : each;
  return { min: hundredths(least * nodes), max: hundredths(each * nodes) };
}
