import {
  accessSync,
  constants,
  type Dirent,
  existsSync,
  lstatSync,
  readdirSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../report/user-error.js';
import { listing } from './disk.js';
import { Unflushed } from './sync.js';

/**
 * Moves what is in `from` into the folder `to` after deleting these files. It can be repeated after it was stopped
 * anywhere: a file that is moved or deleted already is skipped, and what has come into its place stays.
 */
export function replace(from: string, to: string, deletions: readonly string[]): void {
  const touched = new Unflushed();
  for (const path of deletions) {
    deleteFile(path);
    touched.add(removeBareFolders(dirname(path), to));
  }
  if (existsSync(from)) graft(from, to, touched);
  touched.flush(dirname(to));
}

/**
 * Checks that nothing would stop `replace` half-way: a folder that can't be written to, one on another file system, or
 * one where a file has to be.
 * @throws UserError, or the file system's own error
 */
export function assertReplaceable(from: string, to: string, deletions: readonly string[]): void {
  const doomed = new Set(deletions);
  const device = lstatSync(dirname(from)).dev;
  for (const folder of new Set(deletions.map((path) => dirname(path)))) assertWritable(folder, device);
  if (existsSync(from)) assertGraftable(from, to, { doomed, device });
}

interface Surroundings {
  readonly doomed: ReadonlySet<string>;
  /** Number of the file system that the new files are on. */
  readonly device: number;
}

function assertGraftable(from: string, to: string, surroundings: Surroundings): void {
  if (!isFolder(to)) {
    assertWritable(dirname(to), surroundings.device);
    return;
  }
  const entries = listing(from).map((entry) => ({
    entry,
    source: join(from, entry.name),
    target: join(to, entry.name),
  }));
  const isPassedThrough = ({ entry, target }: { entry: Dirent; target: string }) =>
    entry.isDirectory() && isFolder(target);
  if (!entries.every(isPassedThrough)) assertWritable(to, surroundings.device);
  for (const { entry, source, target } of entries) {
    if (entry.isDirectory()) assertGraftable(source, target, surroundings);
    else if (isFolder(target)) assertEmptied(target, surroundings.doomed);
  }
}

function assertWritable(folder: string, device: number): void {
  const stat = statOf(folder);
  if (!stat) return;
  accessSync(folder, constants.W_OK | constants.X_OK);
  if (stat.dev !== device)
    throw new UserError(
      `${folder} lies on another file system than the folder .inference-gitops: a rename can't cross it. ` +
        'Nothing was changed.',
    );
}

function assertEmptied(folder: string, doomed: ReadonlySet<string>): void {
  for (const entry of listing(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) assertEmptied(path, doomed);
    else if (!doomed.has(path))
      throw new UserError(`${path} stands where a file has to be written: move it away. Nothing was changed.`);
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A file stands where one of its folders was.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

const isFolder = (path: string): boolean => statOf(path)?.isDirectory() === true;

/** A folder that has come into the file's place stays, and so does a file that has come into its folder's place. */
function deleteFile(path: string): void {
  if (isFolder(path)) return;
  try {
    unlinkSync(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
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
    else {
      if (isFolder(target)) removeEmptyFolders(target);
      renameSync(source, target);
    }
  }
  rmdirSync(from);
}

function removeEmptyFolders(folder: string): void {
  for (const { name } of listing(folder)) removeEmptyFolders(join(folder, name));
  rmdirSync(folder);
}

/** @returns the nearest folder that stays: `top`, or one below it */
function removeBareFolders(folder: string, top: string): string {
  if (folder === top || folder === dirname(folder)) return top;
  if (isFolder(folder)) {
    if (readdirSync(folder).length > 0) return folder;
    rmdirSync(folder);
  }
  return removeBareFolders(dirname(folder), top);
}
