import { spawn } from 'node:child_process';
import { program } from '../../generator/base/package.js';
import { repositoryRoot } from '../../tools/folders.js';
import { isWindows } from './platform.js';

export interface Exit {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** Changes to this process's environment variables; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Text for standard input. */
  readonly input?: string;
}

/** Runs the command line as a user does: as bundled, in a process of its own. */
export const cli = (args: readonly string[], surroundings?: Surroundings): Promise<Exit> =>
  execute([process.execPath, program, ...args], surroundings);

/** Runs a program to its end. A failure is returned, not thrown. */
export const execute = (
  [file = '', ...args]: readonly string[],
  { env = {}, cwd = repositoryRoot, input = '' }: Surroundings = {},
): Promise<Exit> =>
  // npm is a script of the command interpreter on Windows, which only a shell starts.
  exitOf(spawn(file, args, { cwd, env: { ...process.env, ...env }, shell: isWindows && file === 'npm' }), input);

function exitOf(child: ReturnType<typeof spawn>, input: string): Promise<Exit> {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (exitCode) => resolve({ exitCode, ...output }));
  });
}
