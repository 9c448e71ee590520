import { spawn } from 'node:child_process';
import { repositoryRoot } from '../../tools/folders.js';

export interface Exit {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Over this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** What is typed. */
  readonly input?: string;
}

/** The command line as a user runs it, a process of its own. */
export function cli(
  args: readonly string[],
  { env = {}, cwd = repositoryRoot, input = '' }: CliOptions = {},
): Promise<Exit> {
  const program = `${repositoryRoot}build/generator/cli.js`;
  return exitOf(spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env } }), input);
}

export function exitOf(child: ReturnType<typeof spawn>, input = ''): Promise<Exit> {
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
