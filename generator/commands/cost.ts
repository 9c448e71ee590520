import { type Estimate, estimate, type Line, type Range } from '../cost/estimate.js';
import { type OwnPrices, priceListOf, readOwnPrices } from '../cost/price-list.js';
import { hasErrors } from '../environment/problem.js';
import { readPricesFile } from '../input/prices-file.js';
import { readRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { table } from '../report/table.js';
import { ProblemsError } from '../report/user-error.js';

export const cost: Command = {
  summary: 'Tells what environments cost a month at list prices, from their minimum to their maximum.',
  usage: '[env…]',
  switches: {},
  async run({ root, environments: asked }) {
    const { environments, problems } = readRepository(root);
    if (hasErrors(problems)) throw new ProblemsError(problems);
    const own = ownPrices(root);
    const estimates = selectEnvironments(environments, asked).map((environment) =>
      estimate(environment, priceListOf(environment.aws.region, own)),
    );
    return { exitCode: 0, text: estimates.map(textOf).join('\n'), json: { currency: 'USD', estimates } };
  },
};

function ownPrices(root: string): OwnPrices | undefined {
  const source = readPricesFile(root);
  if (source === undefined) return undefined;
  const { value, problems } = readOwnPrices(source);
  if (hasErrors(problems)) throw new ProblemsError(problems);
  return value;
}

function textOf({ environment, region, lines, monthly, unknown, leftOut }: Estimate): string {
  const rows = lines.map((line) => [line.what, quantityOf(line), priceOf(line), amountOf(line.monthly)]);
  const missing = `, and ${unknown.length} of ${lines.length} without a price: prices.yaml takes yours`;
  return [
    `${environment}, ${region}: ${amountOf(monthly)} USD a month${unknown.length > 0 ? missing : ''}`,
    ...table(rows).map((line) => `  ${line}`),
    ...leftOut.map((what) => `  not counted: ${what}`),
    '',
  ].join('\n');
}

const quantityOf = ({ quantity: { min, max } }: Line): string => (min === max ? String(max) : `${min}–${max}`);

function priceOf({ price, unit, source }: Line): string {
  if (price === null) return 'no price known';
  const amount = price.min === price.max ? String(price.max) : `${price.min}–${price.max}`;
  return `${amount} an ${unit} (${source})`.replace('an month', 'a month');
}

function amountOf(range: Range | null): string {
  if (range === null) return '';
  const [min, max] = [range.min.toFixed(2), range.max.toFixed(2)];
  return min === max ? max : `${min} to ${max}`;
}
