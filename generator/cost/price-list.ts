import * as z from 'zod';
import { numbersOf } from '../environment/aws-facts.js';
import { checkedDocument } from '../environment/checked-document.js';
import { onDemandPrices, pricesKnownOn } from '../environment/data/prices.js';
import type { Problem } from '../environment/problem.js';
import type { SourceText } from '../environment/source.js';

/** What is paid for beside instances, and by what it is counted. */
export const units = {
  'eks-cluster': 'hour',
  'nat-gateway': 'hour',
  'network-load-balancer': 'hour',
  'application-load-balancer': 'hour',
  'interface-endpoint': 'hour',
  'public-ipv4': 'hour',
  'gp3-gib': 'month',
  'kms-key': 'month',
  secret: 'month',
} as const;

export type Service = keyof typeof units;

const price = z.number().nonnegative();

const pricesOfRegion = z.strictObject({
  ...(Object.fromEntries(Object.keys(units).map((name) => [name, price.optional()])) as Record<
    Service,
    z.ZodOptional<typeof price>
  >),
  instances: z.record(z.string(), price).optional(),
  spot: z.record(z.string(), price).optional(),
});

/** The file of prices that are a user's own: by region, in USD. */
const pricesFile = z.strictObject({ regions: z.record(z.string(), pricesOfRegion) });

export type OwnPrices = z.infer<typeof pricesFile>;

/** USD an hour or a month, and where it is from. */
export interface Price {
  readonly amount: number;
  readonly source: string;
}

/** Prices of one region. */
export interface PriceList {
  of(service: Service): Price | undefined;
  ofInstance(type: string, capacity: 'on-demand' | 'spot'): Price | undefined;
}

/** Reads a user's own prices, with every problem in them. */
export const readOwnPrices = (
  source: SourceText,
): { readonly value: OwnPrices | undefined; readonly problems: readonly Problem[] } =>
  checkedDocument(source, pricesFile);

/** Gives the prices of a region: a user's own go before those that are known here. */
export function priceListOf(region: string, own: OwnPrices | undefined): PriceList {
  const mine = own?.regions[region];
  const from = (amount: number | undefined): Price | undefined =>
    amount === undefined ? undefined : { amount, source: 'prices.yaml' };
  return {
    of: (service) => from(mine?.[service]),
    ofInstance: (type, capacity) =>
      capacity === 'spot' ? from(mine?.spot?.[type]) : (from(mine?.instances?.[type]) ?? knownPrice(region, type)),
  };
}

function knownPrice(region: string, type: string): Price | undefined {
  const families = Object.hasOwn(onDemandPrices, region) ? onDemandPrices[region] : undefined;
  const [amount] = (families && numbersOf(families, type)) ?? [];
  return amount === undefined ? undefined : { amount, source: `list price of ${pricesKnownOn}` };
}
