import { isPlainObject } from '../base/merge.js';
import type { Path } from './problem.js';
import { newClusterKeys } from './schema/cluster.js';
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
  const keys = path.length === 1 ? keysOfNew[String(path[0])] : undefined;
  const merged: Record<string, unknown> = keys ? compatible(base, over, keys) : { ...base };
  for (const [key, value] of Object.entries(over)) {
    const isInherited = Object.hasOwn(merged, key);
    if (value === null && isInherited && !isFreeForm(path)) delete merged[key];
    else merged[key] = isInherited ? mergeFiles(merged[key], value, [...path, key]) : value;
  }
  return merged;
}

/** Sections that describe what exists or what is to be made, with the fields of the latter. */
const keysOfNew: Readonly<Record<string, ReadonlySet<string>>> = { network: newNetworkKeys, cluster: newClusterKeys };

/** Leaves out what the file above contradicts: it names what exists, or describes what is to be made. */
function compatible(base: Values, over: Values, keys: ReadonlySet<string>): Record<string, unknown> {
  const isExisting = Object.hasOwn(over, 'existing');
  const isNew = !isExisting && Object.keys(over).some((key) => keys.has(key));
  return Object.fromEntries(
    Object.entries(base).filter(([key]) => !(isExisting && keys.has(key)) && !(isNew && key === 'existing')),
  );
}

/** In values that are handed on to a chart or an add-on, null has a meaning of its own there. */
const isFreeForm = (path: Path): boolean =>
  (path[0] === 'addons' && path[2] === 'values') ||
  (path[1] === 'eksAddons' && path[3] === 'configuration') ||
  // Of a workload, in its file, in what workloads share, and while one is laid over the other.
  (path[0] === 'workloads' && path[2] === 'values') ||
  (path[0] === 'workloadDefaults' && path[1] === 'values') ||
  path[0] === 'values';

/**
 * Puts what workloads share under each of them: what a workload says itself wins, whichever file it stands in.
 * @param files what was merged, lowest first. A file's null takes away what a workload has from either, so each is laid
 * over what they share by itself
 */
export function expandWorkloads(merged: Values, files: readonly Values[] = [merged]): Values {
  const { workloadDefaults = {}, ...rest } = merged;
  const { workloads } = rest;
  if (!isPlainObject(workloadDefaults)) return merged;
  if (!isPlainObject(workloads)) return rest;
  const own = (key: string) =>
    files.flatMap((file) => {
      const listed = file['workloads'];
      return isPlainObject(listed) && Object.hasOwn(listed, key) ? [listed[key]] : [];
    });
  const expanded = Object.keys(workloads).map((key) => [
    key,
    own(key).reduce((under, over) => mergeFiles(under, over), workloadDefaults),
  ]);
  return { ...rest, workloads: Object.fromEntries(expanded) };
}
