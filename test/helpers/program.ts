import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../../tools/folders.js';
import { type Exit, exitOf } from './cli.js';

/** The command-line tool as it ships: in one bundle. */
export const bundledCli = join(repositoryRoot, 'build/cli/cli.js');

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end; a failure is a result like any other. */
export const execute = ([file = '', ...args]: readonly string[], { cwd, env }: Surroundings = {}): Promise<Exit> =>
  exitOf(spawn(file, args, { cwd, env: { ...process.env, ...env } }));

export const inferenceGitops = (args: readonly string[], surroundings?: Surroundings): Promise<Exit> =>
  execute([process.execPath, bundledCli, ...args], surroundings);
