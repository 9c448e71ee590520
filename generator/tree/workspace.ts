import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { listing, readIfPresent } from './disk.js';
import { acquireLock, type Lock } from './lock.js';
import { isInside } from './manifest.js';
import { Unflushed } from './sync.js';

/** Beside rendered/, so that a rename takes a file from one to the other. */
const workFolder = '.inference-gitops';

/** The only folder that is ever changed. */
const output = 'rendered';

const journalFormat = z.strictObject({ deletions: z.array(z.string()) });

/**
 * Where a run prepares its changes. Until the journal is written nothing has happened; from then on everything has, even if the run is killed: the
 * next one finishes it.
 */
export interface Workspace {
  /** Writes a file to be; it isn't seen before `commit`. */
  stage(path: string, content: Uint8Array): void;
  /** Keeps somebody's changes to a file that is about to be replaced. @returns where they are now */
  keep(path: string, content: Uint8Array): string;
  /** Makes every staged file real and deletes these: all or nothing. */
  commit(deletions: readonly string[]): void;
  /** Forgets what was staged and lets the next run in. */
  close(): void;
}

export const isInterrupted = (root: string): boolean => existsSync(join(root, workFolder, 'journal.json'));

/** Opens the workspace below `root`, waits for another run to end, finishes what a killed one left. */
export async function openWorkspace(root: string): Promise<Workspace> {
  const work = join(root, workFolder);
  const places = { staging: join(work, 'staging'), journal: join(work, 'journal.json') };
  const lock = await lockFolder(work);
  recover(root, places);
  const unflushed = new Unflushed();
  const folders = new Set<string>();
  let isEmpty = true;
  return {
    stage(path, content) {
      isEmpty = false;
      writeBelow(places.staging, path, content, folders);
      unflushed.add(`${places.staging}/${path}`);
    },
    keep(path, content) {
      writeBelow(join(work, 'edited'), path, content, new Set());
      return `${workFolder}/edited/${path}`;
    },
    commit(deletions) {
      if (isEmpty && deletions.length === 0) return;
      const next = `${places.journal}.new`;
      writeFileSync(next, JSON.stringify({ deletions }));
      for (const path of [...folders, next]) unflushed.add(path);
      unflushed.flush(work);
      lock.assertHeld();
      renameSync(next, places.journal);
      unflushed.add(work);
      unflushed.flush(work);
      finish(root, places, deletions);
    },
    close() {
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

function writeBelow(folder: string, path: string, content: Uint8Array, known: Set<string>): void {
  const file = `${folder}/${path}`;
  const parent = file.slice(0, file.lastIndexOf('/'));
  if (!known.has(parent)) {
    mkdirSync(parent, { recursive: true });
    known.add(parent);
  }
  writeFileSync(file, content);
}

/** A journal means that the killed run had everything staged: finish it. Without one it had changed nothing: forget it. */
function recover(root: string, places: Places): void {
  const journal = readIfPresent(places.journal);
  if (journal !== undefined)
    finish(root, places, journalFormat.parse(JSON.parse(journal)).deletions.filter(isRendered));
  rmSync(places.staging, { recursive: true, force: true });
}

/** The journal is a file like any other: it has no say outside rendered/. */
const isRendered = (path: string): boolean => isInside(path) && path.startsWith(`${output}/`);

/** Every step can be done again: a file that is already moved or deleted is no longer there to be. */
function finish(root: string, { staging, journal }: Places, deletions: readonly string[]): void {
  const touched = new Unflushed();
  for (const path of deletions) {
    rmSync(join(root, path), { force: true });
    touched.add(removeBareFolders(root, dirname(path)));
  }
  if (existsSync(join(staging, output))) graft(join(staging, output), join(root, output), touched);
  touched.flush(root);
  rmSync(journal, { force: true });
}

/** Moves a folder by one rename where nothing stands in its place, else each of its entries. */
function graft(from: string, to: string, touched: Unflushed): void {
  touched.add(dirname(to));
  if (!existsSync(to)) {
    renameSync(from, to);
    return;
  }
  for (const entry of listing(from)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    touched.add(to);
    if (entry.isDirectory()) graft(source, target, touched);
    else renameSync(source, target);
  }
  rmdirSync(from);
}

/** @returns the nearest folder that stays */
function removeBareFolders(root: string, folder: string): string {
  const path = join(root, folder);
  if (folder === output || folder === '.' || (existsSync(path) && readdirSync(path).length > 0)) return path;
  if (existsSync(path)) rmdirSync(path);
  return removeBareFolders(root, dirname(folder));
}

function removeIfBare(work: string): void {
  const rest = readdirSync(work).filter((name) => name !== '.gitignore');
  if (rest.length === 0) rmSync(work, { recursive: true, force: true });
}
