import { nearestOf } from '../base/nearest.js';
import { instanceFamilies } from './data/instance-types.js';
import { partitions } from './data/regions.js';

/** What is known of a name: nothing is wrong with one that may be younger than the data. */
export type Verdict = 'known' | 'younger' | { readonly nearest: string | undefined };

const regions = partitions.flatMap((partition) => partition.regions.split(' '));

/** A region without its number, such as `ap-southeast`. */
const areaOf = (region: string): string => region.replace(/-[0-9]+$/, '');
const areas = new Set(regions.map(areaOf));

/** Judges the name of a region. AWS numbers the regions of an area, so a further number may be younger. */
export function judgeRegion(region: string): Verdict {
  if (regions.includes(region)) return 'known';
  return areas.has(areaOf(region)) ? 'younger' : { nearest: nearestOf(region, regions) };
}

/** Finds the partition of a region, also of a younger one. */
export function partitionOf(region: string): { readonly name: string; readonly dnsSuffix: string } {
  const [ordinary, ...others] = partitions;
  const area = areaOf(region);
  return others.find((other) => other.regions.split(' ').some((one) => areaOf(one) === area)) ?? (ordinary as never);
}

/** Texts by family of instances, which say something of each size, such as `large 3 10, xlarge 4 15`. */
type Families = Readonly<Record<string, string>>;

/** Reads a family's text: of each size its name, and what is said of it. A name that every object has is no family. */
const sizesOf = (table: Families, family: string): string[][] =>
  Object.hasOwn(table, family) ? (table[family] as string).split(', ').map((size) => size.split(' ')) : [];

/** Gives the numbers that a table has of an instance type; undefined where it has none. */
export function numbersOf(table: Families, type: string): number[] | undefined {
  const [family = '', name] = type.split('.');
  const found = sizesOf(table, family).find(([size]) => size === name);
  return found?.slice(1).map(Number);
}

/** Name and size of each size of a family. */
const typesOf = (family: string): string[] => sizesOf(instanceFamilies, family).map(([size]) => `${family}.${size}`);

/** What an instance has. */
export interface Shape {
  readonly interfaces: number;
  readonly addressesPerInterface: number;
  readonly vCPUs: number;
  readonly memoryMiB: number;
}

/** Gives the shape of an instance type; undefined where it isn't known. */
export function shapeOf(type: string): Shape | undefined {
  const [interfaces, addressesPerInterface, vCPUs, memoryMiB] = numbersOf(instanceFamilies, type) ?? [];
  if (interfaces === undefined || addressesPerInterface === undefined) return undefined;
  return vCPUs === undefined || memoryMiB === undefined
    ? undefined
    : { interfaces, addressesPerInterface, vCPUs, memoryMiB };
}

const families = Object.keys(instanceFamilies);

/** Letters and generation of a family, such as m and 7 of m7i-flex. */
const seriesOf = (family: string) => /^([a-z]+?)([0-9]+)([a-z-]*)$/.exec(family);

/**
 * Judges an instance type. A family of a later generation than those that are known may be younger; a size that a known
 * family doesn't have is a misspelling.
 */
export function judgeInstanceType(type: string): Verdict {
  const [family = ''] = type.split('.');
  const known = typesOf(family);
  if (known.includes(type)) return 'known';
  if (known.length > 0) return { nearest: nearestOf(type, known) };
  const [, letters, generation] = seriesOf(family) ?? [];
  const newest = Math.max(
    ...families.map(seriesOf).flatMap((series) => (series?.[1] === letters ? [Number(series?.[2])] : [])),
  );
  if (Number.isFinite(newest) && Number(generation) > newest) return 'younger';
  return { nearest: nearestOf(type, families.flatMap(typesOf)) };
}
