import type { Environment } from '../environment/resolve.js';
import { hundredths } from './hundredths.js';
import { type Item, itemsOf, itemsOfWorkload, leftOut, type Quantity } from './items.js';
import { type Price, type PriceList, units } from './price-list.js';

/** As AWS's own calculator counts. */
const hoursAMonth = 730;

/** USD a month, from the least that is there to the most. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Line {
  readonly what: string;
  readonly quantity: Quantity;
  readonly unit: 'hour' | 'month';
  /** USD an hour or a month for each; null where no price is known. */
  readonly price: Range | null;
  readonly source: string | null;
  readonly monthly: Range | null;
}

interface WorkloadEstimate {
  readonly workload: string;
  readonly lines: readonly Line[];
  /** Of the lines with a price. */
  readonly monthly: Range;
}

export interface Estimate {
  readonly environment: string;
  readonly region: string;
  readonly lines: readonly Line[];
  /** Of the lines with a price. */
  readonly monthly: Range;
  /** What each workload has of that. */
  readonly workloads: readonly WorkloadEstimate[];
  /** What no price is known of. */
  readonly unknown: readonly string[];
  readonly leftOut: readonly string[];
}

/** Adds up what an environment costs at its least and at its most, as far as prices are known. */
export function estimate(environment: Environment, prices: PriceList): Estimate {
  const lines = itemsOf(environment).map((item) => lineOf(item, prices));
  return {
    environment: environment.name,
    region: environment.aws.region,
    lines,
    monthly: totalOf(lines),
    workloads: environment.workloads.map((workload) => {
      const own = itemsOfWorkload(environment, workload).map((item) => lineOf(item, prices));
      return { workload: workload.key, lines: own, monthly: totalOf(own) };
    }),
    unknown: lines.filter(({ price }) => price === null).map(({ what }) => what),
    leftOut: leftOut(environment),
  };
}

function totalOf(lines: readonly Line[]): Range {
  const priced = lines.flatMap(({ monthly }) => monthly ?? []);
  return { min: sum(priced.map(({ min }) => min)), max: sum(priced.map(({ max }) => max)) };
}

function lineOf(item: Item, prices: PriceList): Line {
  const { what, quantity } = item;
  const isService = 'service' in item;
  const unit = isService ? units[item.service] : 'hour';
  const found = isService ? asRange(prices.of(item.service)) : rangeOfInstances(item, prices);
  const hours = unit === 'hour' ? hoursAMonth : 1;
  return {
    what: isService ? what : `${what}: ${item.instanceTypes.join(' or ')}${item.capacity === 'spot' ? ', spot' : ''}`,
    quantity,
    unit,
    price: found?.range ?? null,
    source: found?.source ?? null,
    monthly: found
      ? {
          min: hundredths(quantity.min * found.range.min * hours),
          max: hundredths(quantity.max * found.range.max * hours),
        }
      : null,
  };
}

interface Found {
  readonly range: Range;
  readonly source: string;
}

const asRange = (price: Price | undefined): Found | undefined =>
  price && { range: { min: price.amount, max: price.amount }, source: price.source };

/** Of several types AWS takes one that it has: the cheapest at the least, the dearest at the most. */
function rangeOfInstances(
  { instanceTypes, capacity }: Extract<Item, { instanceTypes: unknown }>,
  prices: PriceList,
): Found | undefined {
  const found = instanceTypes.map((type) => prices.ofInstance(type, capacity));
  const known = found.flatMap((price) => price ?? []);
  if (known.length < found.length) return undefined;
  const amounts = known.map(({ amount }) => amount);
  return {
    range: { min: Math.min(...amounts), max: Math.max(...amounts) },
    source: [...new Set(known.map(({ source }) => source))].join(', '),
  };
}

const sum = (amounts: readonly number[]): number => hundredths(amounts.reduce((total, amount) => total + amount, 0));
