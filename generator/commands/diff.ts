import { createTwoFilesPatch } from 'diff';
import { hasErrors, type Problem } from '../environment/problem.js';
import type { OldTexts } from '../foretell/causes.js';
import type { FolderState } from '../foretell/change.js';
import type { States } from '../foretell/foretell.js';
import { type Told, tell, withoutHelm } from '../foretell/tell.js';
import { changesMarkdown, changesText } from '../foretell/words.js';
import { changedSince, commitOf, filesAt } from '../git/tree-at.js';
import { readValidRepository } from '../input/repository.js';
import { openMemory } from '../plan/memory.js';
import { planFolders } from '../plan/plan.js';
import { stateAfter, stateBefore } from '../plan/states.js';
import { type Command, type CommandInput, jsonVersion } from '../report/command.js';
import { countText, printable, problemsText } from '../report/problems.js';
import type { Progress } from '../report/progress.js';
import { ProblemsError, UserError } from '../report/user-error.js';
import { isInterrupted } from '../tree/journal.js';
import { parseRecord, recordName } from '../tree/record.js';

const formats = ['text', 'markdown', 'json', 'unified'] as const;
type Format = (typeof formats)[number];

export const diff: Command = {
  summary:
    'Tells what the edits change, restart, replace or destroy. Changes nothing; exit code 2 when there is something.',
  usage: '[env…]',
  switches: {},
  options: {
    against: { value: 'REVISION', text: 'compare with what a commit, a branch or a tag has, instead of rendered/' },
    format: { value: 'FORMAT', text: `${formats.join(', ')}: words, or the lines of files (unified)` },
  },
  async run({ root, environments, options, color, progress }) {
    const format = formatOf(options);
    const against = options.get('against')?.at(-1);
    const { repository, folders: changed, problems } = await readFolders(root, environments, { against, progress });
    const interrupted = isInterrupted(root);
    const files = changed.flatMap(filesOf);
    const told = format === 'unified' ? undefined : tell(repository, changed, oldTexts(root, against));
    return {
      exitCode: files.length > 0 ? 2 : 0,
      text: textOf(format, { files, told, color, interrupted, problems }),
      notes:
        (interrupted ? interruption : '') +
        (told && !told.hasHelm && changed.length > 0 ? withoutHelm : '') +
        (problems.length > 0 ? problemsText(root, problems) + countText(problems) : ''),
      json: documentOf({ files, told, interrupted, problems }),
    };
  },
};

const interruption = 'A render was interrupted while it changed files: render and check finish it.\n';

/** @throws UserError for a format that there isn't */
function formatOf(options: CommandInput['options']): Format {
  const asked = options.get('format')?.at(-1) ?? 'text';
  const format = formats.find((known) => known === asked);
  if (format) return format;
  throw new UserError(`There is no format ${JSON.stringify(asked)}: it is one of ${formats.join(', ')}.`);
}

/**
 * Reads both states of each folder that changes, one plan after the other.
 * @throws ProblemsError for errors in the input
 */
async function readFolders(
  root: string,
  asked: readonly string[],
  { against, progress }: { readonly against: string | undefined; readonly progress: Progress | undefined },
) {
  const repository = await readValidRepository(root, undefined, progress);
  const revision = against === undefined ? undefined : commitOf(root, against);
  const problems: Problem[] = [...repository.problems];
  const folders: States[] = [];
  const memory = openMemory(root, repository.templateSources, repository.environments.length);
  const isAsBefore = revision === undefined ? () => true : unchangedSince(root, revision);
  for (const plan of planFolders(repository, asked, memory, progress)) {
    problems.push(...plan.problems);
    if (plan.states.every(({ status }) => status === 'unchanged') && isAsBefore(plan.name)) continue;
    const before = revision === undefined ? stateBefore(root, plan) : ownedAt(root, revision, plan.name);
    const after = stateAfter(root, plan);
    if (!isSame(before, after)) folders.push({ environment: plan.name, before, after });
  }
  if (hasErrors(problems)) throw new ProblemsError(problems);
  return { repository, folders, problems };
}

/** Tells of a folder in rendered/ whether the work tree has what a commit has. */
function unchangedSince(root: string, revision: string): (name: string) => boolean {
  const changed = new Set(changedSince(root, revision, 'rendered/').map((path) => path.split('/')[1]));
  return (name) => !changed.has(name);
}

/** What a commit has of the generator's files; somebody's own files beside them are not told. */
function ownedAt(root: string, revision: string, name: string): FolderState {
  const folder = `rendered/${name}/`;
  const all = filesAt(root, revision, folder);
  const { files } = parseRecord(all.get(folder + recordName) ?? '');
  const isOwned = (path: string) => path === recordName || files.has(path);
  return new Map(
    [...all].map(([path, text]) => [path.slice(folder.length), text] as const).filter(([path]) => isOwned(path)),
  );
}

const isSame = (before: FolderState, after: FolderState): boolean =>
  before.size === after.size && [...after].every(([path, text]) => before.get(path) === text);

/** Reads what the environment files said when the other state was rendered, as far as git knows. */
function oldTexts(root: string, against: string | undefined): (name: string) => OldTexts | undefined {
  let files: ReadonlyMap<string, string> | undefined;
  try {
    files = filesAt(root, against ?? 'HEAD', 'environments/');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return (name) => {
    const override = files?.get(`environments/${name}.yaml`);
    return override === undefined ? undefined : { override, defaults: files?.get('environments/defaults.yaml') };
  };
}

interface FilePatch {
  readonly path: string;
  readonly status: 'created' | 'changed' | 'deleted';
  readonly patch: string;
}

function filesOf({ environment, before, after }: States): FilePatch[] {
  const paths = [...new Set([...after.keys(), ...before.keys()])].filter(
    (path) => path !== recordName && before.get(path) !== after.get(path),
  );
  return paths.map((path) => {
    const [from, to] = [before.get(path), after.get(path)];
    const full = `rendered/${environment}/${path}`;
    const status = from === undefined ? 'created' : to === undefined ? 'deleted' : 'changed';
    return { path: full, status, patch: patchOf(full, from, to) };
  });
}

const absent = '/dev/null';

function patchOf(path: string, before: string | undefined, after: string | undefined): string {
  const names = [before === undefined ? absent : `a/${path}`, after === undefined ? absent : `b/${path}`] as const;
  return printable(createTwoFilesPatch(...names, before ?? '', after ?? '').replace(/^=+\n/, ''));
}

interface Found {
  readonly files: readonly FilePatch[];
  readonly told: Told | undefined;
  readonly interrupted: boolean;
  readonly problems: readonly Problem[];
}

function documentOf({ files, told, interrupted, problems }: Found) {
  return {
    changed: files.length > 0,
    interrupted,
    changes: told?.changes ?? [],
    costs: told?.costs ?? [],
    files,
    problems,
  };
}

const nothing = { changes: [], costs: [] };

function textOf(format: Format, { color, ...found }: Found & { readonly color: boolean }): string {
  const { files, told } = found;
  switch (format) {
    case 'json':
      return `${JSON.stringify({ version: jsonVersion, ...documentOf(found) }, null, 2)}\n`;
    case 'markdown':
      return changesMarkdown(told ?? nothing);
    case 'unified':
      return colored(files.map(({ patch }) => patch).join(''), color ? ofPatch : []);
    default:
      return colored(printable(changesText(told ?? nothing)), color ? ofWords : []);
  }
}

/** Which lines have which colour. */
type Colors = readonly (readonly [pattern: RegExp, code: number])[];

const ofPatch: Colors = [
  [/^(---|\+\+\+) /, 1],
  [/^@@/, 36],
  [/^\+/, 32],
  [/^-/, 31],
];

const ofWords: Colors = [
  [/^ {2}(destroyed|replaced)$/, 31],
  [/^ {2}restarts$/, 33],
  [/^ {2}[a-z]/, 36],
  [/^\S/, 1],
];

function colored(text: string, colors: Colors): string {
  const paint = (line: string) => {
    const code = colors.find(([pattern]) => pattern.test(line))?.[1];
    return code === undefined ? line : `\u001b[${code}m${line}\u001b[0m`;
  };
  return text.split('\n').map(paint).join('\n');
}
