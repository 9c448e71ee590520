import { editedText } from '../environment/edit.js';
import { type EnvironmentSources, loadEnvironments } from '../environment/load.js';
import { mergedTexts } from '../environment/merged-texts.js';
import { placeFindings } from '../environment/placement.js';
import { hasErrors, type Path } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { type Cause, type Change, keyOf } from './change.js';
import { type LeafDifference, pathDifferences } from './leaves.js';

/** Texts of the environment's file and of the defaults, as they were. */
export interface OldTexts {
  readonly defaults: string | undefined;
  readonly override: string;
}

/** Beyond as many edits of one environment each is no longer put back by itself. */
const mostEdits = 12;

/**
 * Finds which edit causes which change: puts one edited value back, and looks which changes are gone then.
 * @param retell tells the changes again, for another environment
 */
export function withCauses(
  changes: readonly Change[],
  { name, sources, old }: { readonly name: string; readonly sources: EnvironmentSources; readonly old: OldTexts },
  retell: (environment: Environment) => readonly Change[],
): Change[] {
  const edits = editsOf(name, sources, old);
  if (edits.length === 0 || edits.length > mostEdits) return [...changes];
  const [only, ...more] = edits;
  if (only && more.length === 0)
    return changes.map((change) => ({ ...change, cause: placeOf(name, sources, only.path) }));
  const causes = new Map<string, Cause>();
  for (const edit of edits) {
    // Values that hold only together go back together.
    const section = edits.filter(({ path }) => sectionOf(path) === sectionOf(edit.path));
    const environment = withoutEdits(name, sources, [edit]) ?? withoutEdits(name, sources, section);
    if (!environment) continue;
    const left = new Map(
      retell(environment).map((change) => [keyOf(change), JSON.stringify([change.from, change.to])]),
    );
    const cause = placeOf(name, sources, edit.path);
    for (const change of changes) {
      const key = keyOf(change);
      if (!causes.has(key) && left.get(key) !== JSON.stringify([change.from, change.to])) causes.set(key, cause);
    }
  }
  return changes.map((change) => {
    const cause = causes.get(keyOf(change));
    return cause ? { ...change, cause } : change;
  });
}

/** Compares what both files say together, then and now. */
function editsOf(name: string, { defaults, overrides }: EnvironmentSources, old: OldTexts): LeafDifference[] {
  const now = mergedTexts(defaults?.text, overrides.get(name)?.text ?? '');
  const then = mergedTexts(old.defaults, old.override);
  return now && then ? pathDifferences(then, now) : [];
}

const sectionOf = ([top, second]: Path): string => (top === 'workloads' ? `${top} ${second}` : String(top));

/** The environment without some edits; undefined where that can't be, because it holds only together with others. */
function withoutEdits(
  name: string,
  sources: EnvironmentSources,
  edits: readonly LeafDifference[],
): Environment | undefined {
  const source = sources.overrides.get(name);
  if (!source) return undefined;
  // What wasn't there is taken away: by null where the defaults say it too.
  for (const absent of [null, undefined]) {
    const text = textWithout(source.text, edits, absent);
    if (text === undefined) continue;
    const overrides = new Map(sources.overrides).set(name, { ...source, text });
    const { environments, problems } = loadEnvironments({ ...sources, overrides });
    if (!hasErrors(problems)) return environments.find((environment) => environment.name === name);
  }
  return undefined;
}

function textWithout(text: string, edits: readonly LeafDifference[], absent: null | undefined): string | undefined {
  try {
    return editedText(
      text,
      edits.map(({ path, from }) => ({ path, value: from ?? absent })),
    );
  } catch {
    return undefined;
  }
}

function placeOf(name: string, sources: EnvironmentSources, path: Path): Cause {
  const [problem] = placeFindings(sources, name, [{ severity: 'warning', rule: '', path, message: '' }]);
  const {
    file,
    line,
    column,
    path: text,
  } = problem ?? { file: `environments/${name}.yaml`, line: 1, column: 1, path: '' };
  return { file, line, column, path: text };
}
