import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ChangedError } from '../report/user-error.js';
import { readIfPresent } from './disk.js';
import { isInside } from './record.js';
import { replace } from './replace.js';
import type { Unflushed } from './sync.js';
import { workFolder } from './work-folder.js';

/** The folder that a run renders into. */
export const output = 'rendered';

/** The folders that a run ever changes. Only the editors' schema is written into the second. */
const changedFolders = [output, 'environments'] as const;

/**
 * What a run is about to change. As long as it is on the disk the change is due: whoever finds it finishes it.
 * `staging` is the folder's inode: a journal that came with a commit, instead of from a run here, can't know it.
 */
const journalFormat = z.strictObject({ staging: z.string(), deletions: z.array(z.string()).readonly() });
type Journal = z.infer<typeof journalFormat>;

/** Where a run keeps what it is about to change. */
export interface WorkFiles {
  readonly root: string;
  /** `.inference-gitops`, in which the others lie. */
  readonly work: string;
  readonly staging: string;
  readonly journal: string;
  /** The journal before it takes its place. */
  readonly nextJournal: string;
}

export function workFilesOf(root: string): WorkFiles {
  const work = join(root, workFolder);
  const journal = join(work, 'journal.json');
  return { root, work, staging: join(work, 'staging'), journal, nextJournal: `${journal}.new` };
}

/** Whether a run was killed while it changed files, and nobody has finished that yet. */
export const isInterrupted = (root: string): boolean => readJournal(workFilesOf(root)) !== undefined;

/** Writes the journal beside its place. It has no effect yet. */
export function prepareJournal({ staging, nextJournal }: WorkFiles, deletions: readonly string[]): void {
  writeFileSync(nextJournal, JSON.stringify({ staging: `${identityOf(staging)}`, deletions } satisfies Journal));
}

/** Puts the journal in place: from here on the change is due. */
export function beginJournal({ work, journal, nextJournal }: WorkFiles, unflushed: Unflushed): void {
  renameSync(nextJournal, journal);
  unflushed.add(work);
  unflushed.flush(work);
}

/**
 * Makes the change that a killed run had prepared, or forgets what it had begun to prepare.
 * @returns whether it was due
 */
export function recover(files: WorkFiles): boolean {
  const journal = readJournal(files);
  if (journal) finish(files, journal.deletions.filter(isRendered));
  for (const left of [files.journal, files.nextJournal, files.staging]) rmSync(left, { force: true, recursive: true });
  return journal !== undefined;
}

/**
 * Makes the change that is due.
 * @throws ChangedError: there is no way back any more, and the next run goes on from there
 */
export function finish({ root, staging, journal }: WorkFiles, deletions: readonly string[]): void {
  try {
    for (const folder of changedFolders) {
      const doomed = deletions.filter((path) => path.startsWith(`${folder}/`)).map((path) => join(root, path));
      replace(join(staging, folder), join(root, folder), doomed);
    }
    rmSync(journal, { force: true });
  } catch (error) {
    throw new ChangedError(
      `Only a part of ${output}/ is changed so far. Mend that and render again, or run check: either finishes it.`,
      error,
    );
  }
}

/** Undefined for what no run on this machine has left here: somebody committed it, or copied the folder. */
function readJournal({ journal, staging }: WorkFiles): Journal | undefined {
  try {
    const found = journalFormat.parse(JSON.parse(readIfPresent(journal) ?? ''));
    return found.staging === identityOf(staging) ? found : undefined;
  } catch {
    return undefined;
  }
}

function identityOf(folder: string): string | undefined {
  const stat = lstatSync(folder, { bigint: true, throwIfNoEntry: false });
  return stat?.isDirectory() ? `${stat.ino}` : undefined;
}

/** A journal is a file like any other: it deletes nothing outside rendered/. */
const isRendered = (path: string): boolean => isInside(path) && path.startsWith(`${output}/`);
