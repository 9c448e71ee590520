import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Up to this many files, one fsync each is faster than asking for the whole file system. */
const few = 64;

/**
 * Returns when these files or folders are on the disk, not only in its cache. For many of them Linux is asked once for the file system that holds
 * `folder` (syncfs, by coreutils' sync); where that can't be had, each is synced by itself.
 */
export function flush(paths: readonly string[], folder: string): void {
  if (paths.length > few && process.platform === 'linux' && spawnSync('sync', ['-f', folder]).status === 0) return;
  for (const path of paths) {
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}
