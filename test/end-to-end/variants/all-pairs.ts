/** The values of each option, by the option's name. */
export type Options = Readonly<Record<string, readonly string[]>>;

/** One value of each option. */
export type Row<O extends Options> = { readonly [Name in keyof O]: O[Name][number] };

/** Two values that exclude each other, as `option: value`. */
export type Exclusion = readonly [string, string];

/**
 * Chooses rows in which every two values of different options meet at least once, in far fewer rows than all
 * combinations. Each row begins with a pair that has not met, and takes for each other option the value that
 * meets most others for the first time. The same options give the same rows.
 */
export function allPairs<const O extends Options>(options: O, exclusions: readonly Exclusion[] = []): Row<O>[] {
  const excluded = new Set(exclusions.map(([a, b]) => pairOf(a, b)));
  const settings = Object.entries(options).map(([name, values]) => values.map((value) => `${name}: ${value}`));
  const missing = new Set(pairsBetween(settings).filter((pair) => !excluded.has(pair)));
  const rows: Row<O>[] = [];
  for (const pair of missing) {
    const row = completed(pair.split(separator), settings, { missing, excluded });
    for (const met of pairsBetween(row.map((setting) => [setting]))) missing.delete(met);
    rows.push(inOrder(Object.keys(options), row) as Row<O>);
  }
  return rows;
}

const separator = ' & ';

/** Names a pair, whichever of its values comes first. */
export const pairOf = (a: string, b: string): string => [a, b].sort().join(separator);

const inOrder = (names: readonly string[], row: readonly string[]): Record<string, string> => {
  const values = new Map(row.map((setting) => setting.split(': ') as [string, string]));
  return Object.fromEntries(names.map((name) => [name, values.get(name) ?? '']));
};

const pairsBetween = (settings: readonly (readonly string[])[]): string[] =>
  settings.flatMap((values, index) =>
    settings.slice(index + 1).flatMap((others) => values.flatMap((a) => others.map((b) => pairOf(a, b)))),
  );

interface Pairs {
  readonly missing: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
}

function completed(start: readonly string[], settings: readonly (readonly string[])[], pairs: Pairs): string[] {
  const row = [...start];
  for (const values of settings.filter((candidates) => !candidates.some((value) => start.includes(value)))) {
    const allowed = values.filter((value) => !row.some((other) => pairs.excluded.has(pairOf(value, other))));
    const gain = (value: string) => row.filter((other) => pairs.missing.has(pairOf(value, other))).length;
    const [best] = allowed.toSorted((a, b) => gain(b) - gain(a));
    if (best === undefined) throw new Error(`nothing of ${values.join(', ')} goes with ${row.join(', ')}`);
    row.push(best);
  }
  return row;
}
