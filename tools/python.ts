import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from './folders.js';

const CACHE = join(repositoryRoot, '.cache', 'python');

/** Tells whether there is a Python that can make virtual environments. */
export const hasPython = (): boolean =>
  spawnSync('python3', ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']).status === 0;

/**
 * Returns the Python of a virtual environment with the packages that a requirements file pins. It is made once and
 * kept; its name contains the digest of the file, so other versions are installed anew.
 */
export function pythonWith(requirements: string): string {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(CACHE, `${basename(requirements, '.txt')}-${digest}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'complete'))) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  process.stderr.write(`installing ${basename(requirements)} from PyPI…\n`);
  execFileSync('python3', ['-m', 'venv', folder]);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], {
    stdio: ['ignore', 2, 2],
  });
  writeFileSync(join(folder, 'complete'), '');
  return python;
}
