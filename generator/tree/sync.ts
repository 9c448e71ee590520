import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Up to this many files, one fsync each is faster than asking for the whole file system. */
const few = 64;

/** Collects what has to be flushed to the disk. Beyond a few files that is the whole file system. */
export class Unflushed {
  private readonly paths = new Set<string>();
  private isAll = false;

  add(path: string): void {
    if (!this.isAll) this.paths.add(path);
    if (this.paths.size <= few || !canSyncAll) return;
    this.isAll = true;
    this.paths.clear();
  }

  /** Adds a file and the folders that lead to it from `top`: a folder's entries are on the disk when the folder is. */
  addBelow(top: string, file: string): void {
    for (let path = file; path.length >= top.length && !this.isAll; path = dirname(path)) this.add(path);
  }

  /**
   * Returns when everything added is on the disk, not only in its cache. Many files are flushed by asking Linux once
   * for the file system that holds `folder` (syncfs, by coreutils' sync); a few, or on another system, one by one.
   */
  flush(folder: string): void {
    if (this.isAll) syncFileSystem(folder);
    for (const path of this.paths) syncOne(path);
    this.paths.clear();
    this.isAll = false;
  }
}

/** Ctrl-C ends every process of the terminal, this one's helper too: it is started again. */
function syncFileSystem(folder: string): void {
  for (let tries = 0; tries < 5; tries += 1) {
    const { status, signal } = spawnSync('sync', ['-f', folder]);
    if (status === 0) return;
    if (signal === null) break;
  }
  spawnSync('sync');
}

const canSyncAll = process.platform === 'linux';
const isWindows = process.platform === 'win32';

/** Flushes one file or folder. Of what is gone by now the folder that it was in is flushed. */
function syncOne(path: string): void {
  let descriptor: number;
  try {
    // Windows flushes a file for whoever may write it, and has no folders to flush.
    descriptor = openSync(path, isWindows ? 'r+' : 'r');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code) || (isWindows && ['EISDIR', 'EPERM', 'EACCES'].includes(code))) return;
    throw error;
  }
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
