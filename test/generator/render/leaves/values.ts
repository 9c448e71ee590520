/** The parts of a leaf's path: `a[].*.b` is a, [], *, b. */
export const stepsOf = (path: string): string[] => path.replaceAll('[]', '.[]').split('.');

/** The value with another at these steps; `[]` and `*` are the first entry. */
export function withValue(value: unknown, [step, ...rest]: readonly string[], to: unknown): unknown {
  if (step === undefined) return to;
  if (Array.isArray(value)) return [withValue(value[0], rest, to), ...value.slice(1)];
  const entries = value as Record<string, unknown>;
  const key = step === '*' ? (Object.keys(entries)[0] as string) : step;
  return { ...entries, [key]: withValue(entries[key], rest, to) };
}
