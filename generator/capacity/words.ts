import { type Limit, tenths } from './limits.js';
import type { ScenarioResult } from './scenarios.js';

/** What nodes lack, as people say it. */
const lacks = {
  cpu: 'CPU',
  memory: 'memory',
  disk: 'disk',
  pods: 'pods a node may have',
  placement: 'nodes with their labels, and taints that they tolerate',
} as const;

/** Says whether every pod has a node whenever it should; null where the nodes aren't known. */
export const verdictText = (fits: boolean | null): string =>
  fits === null ? 'not known' : fits ? 'every pod has a node' : 'pods wait';

/** So many kinds of waiting pods are named; JSON has all. */
const mostNamed = 3;

/** Tells of one moment: whether it fits, on which nodes, and else how many pods wait for want of what. */
export function sentenceOf({ scenario, fits, nodes, workloads, addOns, binding, promised }: ScenarioResult): string[] {
  const fleet = Object.entries(nodes)
    .map(([group, count]) => `${count} of ${group}`)
    .join(', ');
  const waiting = [...workloads, ...addOns].filter(({ placed, wanted }) => placed < wanted);
  const named = waiting.slice(0, mostNamed).map(({ name, placed, wanted }) => `${placed} of ${wanted} of ${name}`);
  const others = waiting.length - named.length;
  const pods = [...named, ...(others > 0 ? [`${others} other kinds of pods`] : [])].join(', ');
  const verdict = fits ? 'fits' : promised ? 'WAITS' : 'waits';
  const detail = fits
    ? `on ${fleet}`
    : `only ${pods} on ${fleet}: no more ${binding === null ? 'room' : lacks[binding]}`;
  return [scenario, verdict, detail];
}

const width = 20;

/** Draws how much of a limit is taken. */
export function barsOf({ what, used, of, unit }: Limit): [what: string, bar: string, taken: string, headroom: string] {
  const share = of > 0 ? used / of : used > 0 ? Number.POSITIVE_INFINITY : 0;
  const filled = Math.min(width, Math.round(share * width));
  const left = tenths(of - used);
  const headroom = left >= 0 ? `${left} left` : `${-left} too many`;
  return [what, '█'.repeat(filled) + '░'.repeat(width - filled), `${used} of ${of} ${unit}`, headroom];
}
