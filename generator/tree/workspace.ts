import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '../base/hash.js';
import { afterChange, UserError } from '../report/user-error.js';
import { assertNoLink, readFolder } from './disk.js';
import { beginJournal, finish, isInterrupted, output, prepareJournal, recover, workFilesOf } from './journal.js';
import { acquireLock, type Lock } from './lock.js';
import { assertReplaceable } from './replace.js';
import { uninterrupted } from './signals.js';
import { Unflushed } from './sync.js';
import { assertPlainEntries, workFolder } from './work-folder.js';
import { openWriter } from './writer.js';

/**
 * Where a run prepares its changes. Until the journal is written nothing has happened; from then on everything has,
 * even if the run is killed: the next one finishes it.
 */
export interface Workspace {
  /** Whether a killed run had left a change half-made, which is finished now. */
  readonly recovered: boolean;
  /** Writes a file to be; it isn't seen before `commit`. */
  stage(path: string, content: Content): void;
  /** Keeps somebody's changes to a file that is about to be replaced. @returns where they are now */
  keep(path: string, content: Uint8Array): string;
  /** Makes every staged file real and deletes these: all or nothing. A signal has its effect after that. */
  commit(deletions: readonly string[]): Promise<void>;
}

/** A workspace that has to be closed. */
export interface OpenWorkspace extends Workspace {
  /** Forgets what was staged and lets the next run in. */
  close(): void;
}

/** Gives an action a workspace below `root`, after other runs have ended and what a killed one left is finished. */
export async function withWorkspace<T>(root: string, action: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = await openWorkspace(root);
  const result = await acted(workspace, action);
  await afterChange(`Everything was done; only clearing up in ${workFolder} has failed.`, () => workspace.close());
  return result;
}

async function acted<T>(workspace: OpenWorkspace, action: (workspace: Workspace) => Promise<T>): Promise<T> {
  try {
    if (!workspace.recovered) return await action(workspace);
    return await afterChange(`${recoveredSentence} Nothing else was changed.`, () => action(workspace));
  } catch (error) {
    closeQuietly(workspace);
    throw error;
  }
}

/** What went wrong before counts: the next run clears up. */
function closeQuietly(workspace: OpenWorkspace): void {
  try {
    workspace.close();
  } catch {}
}

export const recoveredSentence = 'A render that was interrupted while it changed files was finished.';

/** Finishes what a killed run has left half-made. @returns whether there was something */
export const finishInterrupted = async (root: string): Promise<boolean> =>
  isInterrupted(root) && withWorkspace(root, async ({ recovered }) => recovered);

export async function openWorkspace(root: string): Promise<OpenWorkspace> {
  const files = workFilesOf(root);
  const { work, staging } = files;
  for (const folder of [work, join(root, output)]) assertNoLink(folder);
  assertPlainEntries(work);
  const lock = await lockFolder(work);
  const recovered = await recoverLocked(files, lock);
  const unflushed = new Unflushed();
  const writer = openWriter(staging);
  const keeper = openWriter(join(work, 'edited'));
  let isEmpty = true;
  return {
    recovered,
    stage(path, content) {
      isEmpty = false;
      unflushed.addBelow(work, writer.write(path, content));
    },
    keep(path, content) {
      const name = freeName(join(work, 'edited'), path, content);
      unflushed.addBelow(work, keeper.write(name, content));
      return `${workFolder}/edited/${name}`;
    },
    async commit(deletions) {
      if (isEmpty && deletions.length === 0) return;
      mkdirSync(staging, { recursive: true });
      assertReplaceable(
        staging,
        root,
        deletions.map((path) => join(root, path)),
      );
      prepareJournal(files, deletions);
      unflushed.add(files.nextJournal);
      unflushed.flush(work);
      lock.assertHeld();
      await uninterrupted(() => {
        beginJournal(files, unflushed);
        finish(files, deletions);
      }, `That was finished first: ${output}/ is as it was asked for.`);
    },
    close() {
      if (!existsSync(files.journal)) rmSync(staging, { recursive: true, force: true });
      lock.release();
      removeIfBare(work);
    },
  };
}

async function recoverLocked(files: ReturnType<typeof workFilesOf>, lock: Lock): Promise<boolean> {
  try {
    if (!isInterrupted(files.root)) return recover(files);
    await uninterrupted(() => recover(files), recoveredSentence);
    return true;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A run that ends takes the folder away when it is bare: one that comes at that very moment makes it again. */
async function lockFolder(work: string, triesLeft = 10): Promise<Lock> {
  mkdirSync(work, { recursive: true });
  try {
    writeFileSync(join(work, '.gitignore'), '*\n');
    return await acquireLock(join(work, 'lock'), { patience: 60_000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || triesLeft === 0) throw error;
    return lockFolder(work, triesLeft - 1);
  }
}

/** The same path, numbered where other changes of somebody's are kept there already. */
function freeName(folder: string, path: string, content: Uint8Array): string {
  const { obstacles, files, holds } = readFolder(folder);
  const [obstacle] = obstacles;
  if (obstacle !== undefined) throw new UserError(`${join(folder, obstacle)} is no regular file: delete it.`);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? path : `${path}.${number}`;
    if (!files.has(name) || holds(name, content)) return name;
  }
}

/**
 * Removes the folder when nothing but its .gitignore is in it. Not by force: a run that has just come in would lose its
 * lock.
 */
function removeIfBare(work: string): void {
  const ignore = join(work, '.gitignore');
  if (readdirSync(work).some((name) => name !== '.gitignore')) return;
  rmSync(ignore, { force: true });
  try {
    rmdirSync(work);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') writeFileSync(ignore, '*\n');
  }
}
