import { spawnSync } from 'node:child_process';
import { UserError } from '../report/user-error.js';

export interface GitOptions {
  /** What git reads on its standard input. */
  readonly input?: string | Uint8Array;
  /** Over the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How what it prints is read; latin1 keeps every byte. */
  readonly encoding?: 'utf8' | 'latin1';
}

/** Runs git. @returns what it prints @throws UserError with what git says when it fails */
export function git(folder: string, args: readonly string[], options: GitOptions = {}): string {
  const { status, stdout, stderr } = tryGit(folder, args, options);
  if (status === 0) return stdout;
  throw new UserError(`git ${args[0]} failed in ${folder}: ${stderr.trim()}`);
}

/** Runs git where failing is an answer too. */
export function tryGit(folder: string, args: readonly string[], { input, env, encoding = 'utf8' }: GitOptions = {}) {
  const { error, status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    encoding,
    maxBuffer: 1024 * 1024 * 1024,
    env: { ...process.env, LC_ALL: 'C', ...env },
    ...(input !== undefined && { input }),
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    throw new UserError('git is not installed, or not on PATH.');
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Splits what git prints with -z: entries that end in NUL, with nothing quoted. */
export const entries = (output: string): string[] => output.split('\0').filter((entry) => entry !== '');
