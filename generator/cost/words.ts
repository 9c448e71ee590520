import { table } from '../report/table.js';
import { type CostChange, type CostDelta, difference } from './delta.js';
import type { Range } from './estimate.js';
import type { Quantity } from './items.js';

export const quantityText = ({ min, max }: Quantity): string => (min === max ? String(max) : `${min}–${max}`);

export const amountText = (range: Range): string => between(range, (amount) => amount.toFixed(2));

/** Says what an edit does to the costs of an environment, on a line for all and one for each item. */
export function deltaLines({ from, to, changes }: CostDelta): string[] {
  const more = between(difference(from, to), signed);
  return [
    changes.every(({ monthly }) => monthly === null)
      ? 'costs something else; no price is known of it, and prices.yaml takes yours'
      : `costs ${amountText(from)} → ${amountText(to)} USD a month (${more}), as far as prices are known`,
    ...table(changes.map(rowOf)).map((line) => `  ${line}`),
  ];
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
