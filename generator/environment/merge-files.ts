import { isPlainObject } from '../base/merge.js';
import type { Path } from './problem.js';
import { newNetworkKeys } from './schema/network.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * Merges a file over the one that it inherits from: maps merge, lists and single values replace, and null takes an
 * inherited key away.
 * Neither side is changed; where nothing is overridden the very object of `base` is returned.
 */
export function mergeFiles(base: unknown, over: unknown, path: Path = []): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  if (Object.keys(over).length === 0) return base;
  const merged: Record<string, unknown> = String(path) === 'network' ? compatibleNetwork(base, over) : { ...base };
  for (const [key, value] of Object.entries(over)) {
    const isInherited = Object.hasOwn(merged, key);
    if (value === null && isInherited && !isFreeForm(path)) delete merged[key];
    else merged[key] = isInherited ? mergeFiles(merged[key], value, [...path, key]) : value;
  }
  return merged;
}

/** Leaves out what the file above contradicts: it names a VPC that exists, or one that is to be made. */
function compatibleNetwork(base: Values, over: Values): Record<string, unknown> {
  const isExisting = Object.hasOwn(over, 'existing');
  const isNew = !isExisting && Object.keys(over).some((key) => newNetworkKeys.has(key));
  return Object.fromEntries(
    Object.entries(base).filter(([key]) => !(isExisting && newNetworkKeys.has(key)) && !(isNew && key === 'existing')),
  );
}

/** In values that are handed on to a chart or an add-on, null has a meaning of its own there. */
const isFreeForm = (path: Path): boolean =>
  (path[0] === 'addons' && path[2] === 'values') || (path[1] === 'eksAddons' && path[3] === 'configuration');

/** Puts what workloads share under each of them: what a workload says itself wins, whichever file it stands in. */
export function expandWorkloads(merged: Values): Values {
  const { workloadDefaults = {}, ...rest } = merged;
  const { workloads } = rest;
  if (!isPlainObject(workloadDefaults)) return merged;
  if (!isPlainObject(workloads)) return rest;
  const expanded = Object.entries(workloads).map(([key, own]) => [key, mergeFiles(workloadDefaults, own)]);
  return { ...rest, workloads: Object.fromEntries(expanded) };
}
