import { table } from '../report/table.js';
import { type CostChange, type CostDelta, difference } from './delta.js';
import type { Estimate, Range } from './estimate.js';
import type { Quantity } from './items.js';
import type { PeakChange } from './peak.js';

export const quantityText = ({ min, max }: Quantity): string => (min === max ? String(max) : `${min}–${max}`);

export const amountText = (range: Range): string => between(range, (amount) => amount.toFixed(2));

/** Says what lines cost a month together, as far as prices are known. */
export const monthlyText = ({ lines, monthly }: Pick<Estimate, 'lines' | 'monthly'>, unit = ''): string =>
  lines.every(({ price }) => price === null) ? 'no price known' : amountText(monthly) + unit;

/** Says what an edit does to the costs of an environment: a line for all, one for each item, and the nodes at peak. */
export const deltaLines = (delta: CostDelta): string[] => [
  ...costLine(delta),
  ...table(delta.changes.map(rowOf)).map((line) => `  ${line}`),
  ...delta.peak.map(peakLine),
];

/** Says the same without the items. */
export const deltaHeadlines = (delta: CostDelta): string[] => [...costLine(delta), ...delta.peak.map(peakLine)];

function costLine({ from, to, changes }: CostDelta): string[] {
  if (changes.length === 0) return [];
  const more = between(difference(from, to), signed);
  return [
    changes.every(({ monthly }) => monthly === null)
      ? 'costs something else; no price is known of it, and prices.yaml takes yours'
      : `costs ${amountText(from)} → ${amountText(to)} USD a month (${more}), as far as prices are known`,
  ];
}

function peakLine({ group, instanceTypes, from, to, monthly }: PeakChange): string {
  const number = `${Math.abs(to - from)} ${to > from ? 'more' : 'fewer'} ${instanceTypes.join(' or ')}`;
  const price = monthly === null ? 'no price known' : `about ${between(monthly, signed)} USD a month while it lasts`;
  return `at the most replicas: ${number} of ${group} (${from} → ${to}), ${price}`;
}

const rowOf = ({ what, from, to, monthly }: CostChange): string[] => [
  what,
  `${quantityText(from)} → ${quantityText(to)}`,
  monthly === null ? 'no price known' : between(monthly, signed),
];

const signed = (amount: number): string => `${amount < 0 ? '−' : '+'}${Math.abs(amount).toFixed(2)}`;

function between(range: Range, text: (amount: number) => string): string {
  const [min, max] = [text(range.min), text(range.max)];
  return min === max ? max : `${min} to ${max}`;
}
