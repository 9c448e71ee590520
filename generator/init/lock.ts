import { spawnSync } from 'node:child_process';

/** Fixes the versions of everything that a package needs. @returns false where the registry isn't reached */
export const lockPackage = (folder: string): boolean =>
  spawnSync(
    'npm',
    ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=0'],
    { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32', timeout: 60_000 },
  ).status === 0;
