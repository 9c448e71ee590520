import { type Estimate, estimate, type Line } from '../cost/estimate.js';
import { amountText, monthlyText, quantityText } from '../cost/words.js';
import { readPrices } from '../input/prices-file.js';
import { readSoundRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { table } from '../report/table.js';

export const cost: Command = {
  summary: 'Tells what environments cost a month at list prices, from their minimum to their maximum.',
  usage: '[env…]',
  switches: {},
  async run({ root, environments: asked }) {
    const { environments } = readSoundRepository(root);
    const pricesOf = readPrices(root);
    const estimates = selectEnvironments(environments, asked).map((environment) =>
      estimate(environment, pricesOf(environment)),
    );
    return { exitCode: 0, text: estimates.map(textOf).join('\n'), json: { currency: 'USD', estimates } };
  },
};

const aMonth = ' USD a month';

function textOf({ environment, region, lines, monthly, workloads, unknown, leftOut }: Estimate): string {
  const rowsOf = (some: readonly Line[]) =>
    some.map((line) => [
      line.what,
      quantityText(line.quantity),
      priceOf(line),
      line.monthly ? amountText(line.monthly) : '',
    ]);
  const all = monthlyText({ lines, monthly }, aMonth);
  const missing = unknown.length < lines.length ? `, and ${unknown.length} of ${lines.length} without a price` : '';
  return [
    `${environment}, ${region}: ${all}${unknown.length > 0 ? `${missing}: prices.yaml takes yours` : ''}`,
    ...table(rowsOf(lines)).map((line) => `  ${line}`),
    ...workloads.flatMap((own) => [
      `  of that ${own.workload}: ${monthlyText(own, aMonth)}`,
      ...table(rowsOf(own.lines)).map((line) => `    ${line}`),
    ]),
    ...leftOut.map((what) => `  not counted: ${what}`),
    '',
  ].join('\n');
}

function priceOf({ price, unit, source }: Line): string {
  if (price === null) return 'no price known';
  const amount = price.min === price.max ? String(price.max) : `${price.min}–${price.max}`;
  return `${amount} an ${unit} (${source})`.replace('an month', 'a month');
}
