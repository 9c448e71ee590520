import { isPlainObject } from '../base/merge.js';
import { explain } from './explain.js';
import { type OwnFile, readManifests } from './manifests.js';
import { expandWorkloads, mergeFiles } from './merge-files.js';
import { migrationsOf } from './migrations.js';
import { placeFindings } from './placement.js';
import type { Finding, Path, Problem } from './problem.js';
import { type Environment, resolveEnvironments } from './resolve.js';
import { checkEnvironment, checkFleet } from './rules.js';
import { type EnvironmentInput, environmentSchema } from './schema.js';
import { sectionwise } from './sections.js';
import { mostProblems, type ParsedSource, parseSource, type SourceText } from './source.js';
import { firstVersion } from './version-1.js';

/** The files of environments/, and the add-ons for which there are templates. */
export interface EnvironmentSources {
  readonly defaults: SourceText | undefined;
  /** One file for each environment, by the environment's name (the file's name without .yaml). */
  readonly overrides: ReadonlyMap<string, SourceText>;
  /** Problems of files that are neither defaults nor an environment. */
  readonly unreadable?: readonly Problem[];
  /** Names of the folders in argocd/addons/. */
  readonly knownAddons: readonly string[];
  /** Where the project lies in its git repository, such as `platform/ml/`; empty at the top. */
  readonly folder: string;
  /** Manifests of somebody's own, by the environment's name. */
  readonly manifests?: ReadonlyMap<string, readonly OwnFile[]>;
  /** Terraform of somebody's own, by the environment's name. */
  readonly terraform?: ReadonlyMap<string, readonly OwnFile[]>;
}

export interface LoadedEnvironments {
  /** Sorted by name; environments with errors are left out. */
  readonly environments: readonly Environment[];
  /** Every problem of every file, sorted by file and line. */
  readonly problems: readonly Problem[];
}

/**
 * Reads, merges, checks: first each environment for itself, then all of them together.
 * @param onRead is told how many environments are read so far
 */
export function loadEnvironments(
  sources: EnvironmentSources,
  onRead: (done: number) => void = () => undefined,
): LoadedEnvironments {
  const { defaults, overrides, unreadable = [], knownAddons } = sources;
  const migrations = migrationsOf(sources);
  const shared = defaults && parseSource(defaults, migrations.defaults);
  const problems: Problem[] = [...unreadable, ...(shared ? problemsOf(shared) : [])];
  const place = (name: string, findings: readonly Finding[]) =>
    problems.push(...placeFindings(sources, name, findings));
  const inherited = expandWorkloads(shared?.value ?? {});
  const check = sectionwise(inherited, overrides.size);
  const inputs: EnvironmentInput[] = [];
  let done = 0;
  for (const [name, source] of overrides) {
    onRead(done++);
    const override = parseSource(source, migrations.override);
    problems.push(...problemsOf(override));
    if (!override.isReadable || shared?.isReadable === false) continue;
    const merged = merge(shared?.value ?? {}, override.value, inherited);
    const { input, findings } = validate(name, merged, { check, names: overrides });
    place(name, findings);
    if (!input || override.problems.length > 0 || (shared?.problems.length ?? 0) > 0) continue;
    inputs.push(input);
  }
  const own = ownManifests(inputs, sources);
  problems.push(...own.problems);
  const { folder, terraform } = sources;
  const environments = resolveEnvironments(inputs, { folder, terraform, manifests: own.manifests });
  for (const environment of environments) place(environment.name, checkEnvironment(environment, { knownAddons }));
  for (const [name, findings] of checkFleet(environments)) place(name, findings);
  return { environments, problems: inReadingOrder(defaults ? problems : withoutDefaults(problems)) };
}

/** Reads the manifests of each environment, by its name. */
function ownManifests(inputs: readonly EnvironmentInput[], { manifests: sources }: EnvironmentSources) {
  const problems: Problem[] = [];
  const manifests = new Map(
    inputs.map(({ name, workloads }) => {
      const found = readManifests(sources?.get(name) ?? [], Object.keys(workloads));
      problems.push(...found.problems);
      return [name, found.manifests] as const;
    }),
  );
  return { manifests, problems };
}

/** Tells once what every environment would be told for each value that it has in common with the others. */
function withoutDefaults(problems: readonly Problem[]): Problem[] {
  const isEcho = ({ message }: Problem) => message.startsWith('This is missing');
  const needy = new Set(problems.filter(isEcho).map(({ file }) => file));
  const others = problems.filter((problem) => !isEcho(problem));
  const isTold = others.some(({ file }) => /^environments\/defaults\.ya?ml$/i.test(file));
  return needy.size === 0 || isTold ? others : [...others, noDefaults([...needy])];
}

const noDefaults = (needy: readonly string[]): Problem => ({
  severity: 'error',
  rule: 'no-defaults',
  path: '',
  message: `There is no such file, and these need what it says: ${needy.join(', ')}. Bring it back, or write one.`,
  file: 'environments/defaults.yaml',
  line: 1,
  column: 1,
});

interface Validation {
  readonly check: ReturnType<typeof sectionwise>;
  /** Of the files that there are. */
  readonly names: ReadonlyMap<string, unknown>;
}

type Values = Readonly<Record<string, unknown>>;

/** Merges one environment; workloads that come whole from the defaults stay the same object in all environments. */
function merge(defaults: Values, override: Values, inherited: Values): Values {
  const merged = mergeFiles(defaults, override) as Values;
  const isInherited = ['workloads', 'workloadDefaults'].every((key) => merged[key] === defaults[key]);
  if (!isInherited) return expandWorkloads(merged, [defaults, override]);
  const { workloadDefaults: _, ...rest } = merged;
  return isPlainObject(inherited['workloads']) ? { ...rest, workloads: inherited['workloads'] } : rest;
}

function problemsOf({ file, problems, isMigrated }: ParsedSource): readonly Problem[] {
  if (!isMigrated) return problems;
  const message =
    `${firstVersion} is the older version of this format, and ` +
    'still read: inference-gitops upgrade writes the new one.';
  return [
    ...problems,
    { severity: 'warning', rule: 'older-version', path: 'apiVersion', message, file, line: 1, column: 1 },
  ];
}

function validate(
  name: string,
  merged: Values,
  { check, names }: Validation,
): { input?: EnvironmentInput; findings: Finding[] } {
  const result = check(merged);
  const naming = nameFindings(name, merged['name'], names);
  // By the file's name: a copy that still has its original's would be taken for that.
  if (result.success) return { input: { ...result.data, name }, findings: naming };
  const issues = result.error.issues.filter(({ path }) => naming.length === 0 || String(path) !== 'name');
  const explained = issues
    .slice(0, mostProblems)
    .flatMap((issue) => explain(issue, valueAt(merged, issue.path as Path), environmentSchema));
  return { findings: [...explained, ...naming] };
}

const longestFileName = 253;

function nameFindings(fileName: string, name: unknown, names: Validation['names']): Finding[] {
  if (name === fileName || (name !== undefined && (typeof name !== 'string' || name.length > longestFileName)))
    return [];
  const rename = name === undefined ? '' : `, or rename the file to ${name}.yaml`;
  const message =
    name !== undefined && names.has(name)
      ? `This is a copy of ${name}.yaml that still calls itself ${name}: write name: ${fileName}, and edit the rest.`
      : `The file is called ${fileName}.yaml: write name: ${fileName}${rename}.`;
  return [{ severity: 'error', rule: 'name-is-file-name', path: ['name'], message }];
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, part) => (found as Record<string, unknown> | null | undefined)?.[part], value);

/**
 * Sorts problems by file and line, and leaves out repetitions: a problem of the defaults appears once, however many
 * environments inherit it, and a value that can't be read at all is not reported by the schema as well.
 */
function inReadingOrder(problems: readonly Problem[]): Problem[] {
  const fieldOf = ({ file, path }: Problem) => JSON.stringify([file, path]);
  const unread = new Set(problems.filter(({ rule }) => readingRules.has(rule)).map(fieldOf));
  const isRepetition = (problem: Problem) =>
    ['schema', 'name-is-file-name'].includes(problem.rule) && unread.has(fieldOf(problem));
  const unique = new Map(
    problems.filter((problem) => !isRepetition(problem)).map((problem) => [JSON.stringify(problem), problem]),
  );
  return [...unique.values()].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  );
}

/** The rules under which construct.ts reports. */
const readingRules: ReadonlySet<string> = new Set(['alias', 'duplicate-key', 'key', 'scalar', 'tag', 'too-deep']);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
