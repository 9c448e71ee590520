import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Content } from '../base/hash.js';
import { UserError } from '../report/user-error.js';
import { directWriter } from './direct-writer.js';
import { listing, readFolder, readIfPresent } from './disk.js';
import { acquireLock, type Lock } from './lock.js';
import { isInside } from './manifest.js';
import { assertReplaceable, replace } from './replace.js';
import { Unflushed } from './sync.js';
import { workFolder } from './work-folder.js';
import { openWriter } from './writer.js';

/** The only folder that is ever changed. */
const output = 'rendered';

/** `staging` is the folder's inode: a journal that came with a commit, instead of from a run here, can't know it. */
const journalFormat = z.strictObject({ staging: z.string(), deletions: z.array(z.string()).readonly() });
type Journal = z.infer<typeof journalFormat>;

/**
 * Where a run prepares its changes. Until the journal is written nothing has happened; from then on everything has, even if the run is killed: the
 * next one finishes it.
 */
export interface Workspace {
  /** Writes a file to be; it isn't seen before `commit`. */
  stage(path: string, content: Content): void;
  /** Keeps somebody's changes to a file that is about to be replaced. @returns where they are now */
  keep(path: string, content: Uint8Array): string;
  /** Makes every staged file real and deletes these: all or nothing. */
  commit(deletions: readonly string[]): Promise<void>;
  /** Forgets what was staged and lets the next run in. */
  close(): Promise<void>;
}

export const isInterrupted = (root: string): boolean => existsSync(join(root, workFolder, 'journal.json'));

/** Opens the workspace below `root`, waits for another run to end, finishes what a killed one left. */
export async function openWorkspace(root: string): Promise<Workspace> {
  const work = join(root, workFolder);
  for (const folder of [work, join(root, output)]) assertNoLink(folder);
  for (const { name } of listing(work)) assertNoLink(join(work, name));
  const places = { staging: join(work, 'staging'), journal: join(work, 'journal.json') };
  const lock = await lockFolder(work);
  recover(root, places);
  const unflushed = new Unflushed();
  const writer = openWriter(places.staging);
  let isEmpty = true;
  return {
    stage(path, content) {
      isEmpty = false;
      writer.write(path, content);
      const file = `${places.staging}/${path}`;
      unflushed.add(file);
      unflushed.add(file.slice(0, file.lastIndexOf('/')));
    },
    keep(path, content) {
      const name = freeName(join(work, 'edited'), path, content);
      directWriter(join(work, 'edited')).write(name, content);
      return `${workFolder}/edited/${name}`;
    },
    async commit(deletions) {
      if (isEmpty && deletions.length === 0) return;
      await writer.end();
      const next = unfinished(places.journal);
      mkdirSync(places.staging, { recursive: true });
      assertReplaceable(
        join(places.staging, output),
        join(root, output),
        deletions.map((path) => join(root, path)),
      );
      writeFileSync(next, JSON.stringify({ staging: `${identity(places.staging)}`, deletions } satisfies Journal));
      unflushed.add(next);
      unflushed.flush(work);
      lock.assertHeld();
      renameSync(next, places.journal);
      unflushed.add(work);
      unflushed.flush(work);
      finish(root, places, deletions);
    },
    async close() {
      await writer.abandon();
      if (!existsSync(places.journal)) rmSync(places.staging, { recursive: true, force: true });
      lock.release();
      removeIfBare(work);
    },
  };
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

interface Places {
  readonly staging: string;
  readonly journal: string;
}

/** A journal means that the killed run had everything staged: finish it. Without one it had changed nothing: forget it. */
function recover(root: string, places: Places): void {
  const journal = readJournal(places);
  if (journal) finish(root, places, journal.deletions.filter(isRendered));
  for (const left of [places.journal, unfinished(places.journal), places.staging])
    rmSync(left, { force: true, recursive: true });
}

/** Where a journal is written before it takes its place. */
const unfinished = (journal: string): string => `${journal}.new`;

/** Undefined for what no run on this machine has left here: somebody committed it, or copied the folder. */
function readJournal({ journal, staging }: Places): Journal | undefined {
  try {
    const found = journalFormat.parse(JSON.parse(readIfPresent(journal) ?? ''));
    return found.staging === identity(staging) ? found : undefined;
  } catch {
    return undefined;
  }
}

function identity(folder: string): string | undefined {
  const stat = lstatSync(folder, { bigint: true, throwIfNoEntry: false });
  return stat?.isDirectory() ? `${stat.ino}` : undefined;
}

/** The journal is a file like any other: it has no say outside rendered/. */
const isRendered = (path: string): boolean => isInside(path) && path.startsWith(`${output}/`);

/** Past the journal there is no way back: what stops us here is told as what it is, and the next run goes on from there. */
function finish(root: string, { staging, journal }: Places, deletions: readonly string[]): void {
  try {
    replace(
      join(staging, output),
      join(root, output),
      deletions.map((path) => join(root, path)),
    );
  } catch (error) {
    throw new UserError(
      `Only a part of ${output}/ is changed so far: ${(error as Error).message}. Mend that and render again, which finishes it.`,
      { cause: error },
    );
  }
  rmSync(journal, { force: true });
}

/** What is written through a link lands elsewhere. */
function assertNoLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new UserError(`${path} is a symbolic link: delete it, or put a folder in its place. Nothing was changed.`);
}

/** The same path, numbered where other changes of somebody's are kept there already. */
function freeName(folder: string, path: string, content: Uint8Array): string {
  const { obstacles, files, holds } = readFolder(folder);
  const [link] = obstacles;
  if (link !== undefined) assertNoLink(join(folder, link));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? path : `${path}.${number}`;
    if (!files.has(name) || holds(name, content)) return name;
  }
}

/** Takes the folder away when nothing but its .gitignore is in it. Not by force: a run that has just come in would lose its lock. */
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
