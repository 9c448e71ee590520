import type { EnvironmentSources } from './load.js';
import { migrationsOf } from './migrations.js';
import { type Finding, type Path, type Problem, pathText } from './problem.js';
import { type Located, locator, mostProblems } from './source.js';

type Locator = ReturnType<typeof locator>;

/** Gives findings in one environment their places in the files that their values really come from. */
export function placeFindings(
  sources: Pick<EnvironmentSources, 'defaults' | 'overrides'>,
  name: string,
  findings: readonly Finding[],
): Problem[] {
  const { defaults, overrides } = sources;
  const override = overrides.get(name);
  if (findings.length === 0 || !override) return [];
  const migrations = migrationsOf(sources);
  const files = [locator(override, migrations.override), ...(defaults ? [locator(defaults, migrations.defaults)] : [])];
  return findings.slice(0, mostProblems).map((finding) => placed(finding, files));
}

/**
 * Points at the place that owns the value: the override before the defaults, a workload's own value before the shared
 * one.
 */
function placed({ severity, rule, path, message, atKey }: Finding, files: readonly Locator[]): Problem {
  const found = candidates(path).flatMap((candidate) =>
    files.map((locate) => ({ candidate, located: locate(candidate, atKey) })),
  );
  const { candidate, located } = found.find(({ located: { owns } }) => owns) ?? deepest(found);
  const { file, line, column } = located;
  return { severity, rule, path: pathText(candidate), message, file, line, column };
}

const candidates = (path: Path): Path[] =>
  path[0] === 'workloads' && path.length > 2 ? [path, ['workloadDefaults', ...path.slice(2)]] : [path];

interface Candidate {
  readonly candidate: Path;
  readonly located: Located;
}

/**
 * Nobody owns what is missing: it is told in the environment's own file, at the workload or the section that lacks it.
 */
const deepest = ([first, ...more]: readonly Candidate[]): Candidate =>
  more.reduce(
    (best, next) => (best.located.depth === 0 && next.located.depth > best.located.depth ? next : best),
    first as Candidate,
  );
