export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Lays values over others: maps are merged, lists and single values are replaced. Environment files override the
 * defaults in this way, and Helm values the chart's. Neither argument is changed.
 */
export function mergeDeep(base: unknown, over: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  if (Object.keys(over).length === 0) return base;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = Object.hasOwn(base, key) ? mergeDeep(base[key], value) : value;
  }
  return merged;
}
