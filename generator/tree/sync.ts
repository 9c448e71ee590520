import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Up to this many files, one fsync each is faster than asking for the whole file system. */
const few = 64;

/** Remembers what has to reach the disk. Beyond a few files it is the whole file system, and a count is all that is kept. */
export class Unflushed {
  private readonly paths = new Set<string>();
  private isAll = false;

  add(path: string): void {
    if (!this.isAll) this.paths.add(path);
    if (this.paths.size <= few || !canSyncAll) return;
    this.isAll = true;
    this.paths.clear();
  }

  /**
   * Returns when everything added is on the disk, not only in its cache. Many files are synced by asking Linux once for the file system that holds
   * `folder` (syncfs, by coreutils' sync); few of them, or where that can't be had, one by one.
   */
  flush(folder: string): void {
    if (this.isAll && spawnSync('sync', ['-f', folder]).status !== 0) spawnSync('sync');
    for (const path of this.paths) syncOne(path);
    this.paths.clear();
    this.isAll = false;
  }
}

const canSyncAll = process.platform === 'linux';

/** What is gone by now left its trace in the folder that it was in. */
function syncOne(path: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
    throw error;
  }
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
