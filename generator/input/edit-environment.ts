import { join } from 'node:path';
import { readRegularFile } from '../base/regular-file.js';
import { type Edit, editedText } from '../environment/edit.js';
import { loadEnvironments } from '../environment/load.js';
import { mergedTexts } from '../environment/merged-texts.js';
import { hasErrors, type Problem } from '../environment/problem.js';
import type { SourceText } from '../environment/source.js';
import { valueAtPath } from '../environment/value-path.js';
import { ProblemsError, UserError } from '../report/user-error.js';
import { replaceTexts } from '../tree/replace-texts.js';
import type { Repository } from './repository.js';

/** Another text of an environment's file. */
export interface EditedFile {
  /** Path from the repository's root. */
  readonly file: string;
  /** The text that was read. */
  readonly before: string;
  readonly text: string;
  readonly isChanged: boolean;
}

/**
 * Makes edits in the text of an environment's file; nothing is written.
 * @throws UserError where an edit can't be made, and ProblemsError with the problems that the text would have
 */
export function editEnvironment(repository: Repository, name: string, edits: readonly Edit[]): EditedFile {
  const source = repository.sources.overrides.get(name) as SourceText;
  const text = textWith(
    source,
    edits.map((edit) => withoutNull(edit, repository.sources.defaults?.text)),
  );
  const problems = problemsOf(repository, name, { ...source, text });
  if (hasErrors(problems)) throw new ProblemsError(problems);
  return { file: source.file, before: source.text, text, isChanged: text !== source.text };
}

/**
 * Where the defaults don't say a value, null takes nothing away: the file itself says it, and no longer does. Helm
 * values may be null themselves.
 */
function withoutNull({ path, value }: Edit, defaults: string | undefined): Edit {
  const isHelm = path[0] === 'workloads' && path[2] === 'values';
  if (value !== null || isHelm) return { path, value };
  const bare = path[0] === 'workloads' ? JSON.stringify({ workloads: { [String(path[1])]: {} } }) : '{}';
  return { path, value: valueAtPath(mergedTexts(defaults, bare), path) === undefined ? undefined : null };
}

/**
 * Moves the new text into place, so that whoever reads sees the old text or the new one.
 * @throws UserError where somebody else has written the file since it was read
 */
export function writeEdited(root: string, { file, before, text, isChanged }: EditedFile): void {
  if (!isChanged) return;
  if (new TextDecoder().decode(readRegularFile(join(root, file))) !== before)
    throw new UserError(`${file} was changed while this ran. It is left as it is: run this again.`);
  replaceTexts(root, new Map([[file, text]]));
}

function textWith(source: SourceText, edits: readonly Edit[]): string {
  try {
    return editedText(source.text, edits);
  } catch (error) {
    throw new UserError(`This can't be written in ${source.file}: ${(error as Error).message}. Nothing was changed.`);
  }
}

/** Finds the problems that the text would have, seen in its own lines. */
function problemsOf({ sources }: Repository, name: string, source: SourceText): Problem[] {
  const { problems } = loadEnvironments({ ...sources, overrides: new Map(sources.overrides).set(name, source) });
  const lines = source.text.split('\n');
  return problems.map((problem) =>
    problem.file === source.file ? { ...problem, excerpt: lines[problem.line - 1] ?? '' } : problem,
  );
}
