import { spawn } from 'node:child_process';
import type { Terminal } from '../report/terminal.js';
import { UserError } from '../report/user-error.js';
import type { Step } from './steps.js';

/**
 * Executes one step in bash at the root of the repository. Its input and output are those of this process. The first
 * command that fails ends it.
 *
 * @returns the exit code; 130 after Ctrl-C
 */
export function runStep(root: string, { script }: Step, { output }: Terminal): Promise<number> {
  // Ctrl-C reaches the step as well, and Terraform needs time to put its state in order: wait until it has ended.
  const goOn = () => {};
  process.on('SIGINT', goOn);
  return new Promise<number>((resolve, reject) => {
    // --norc: bash takes an input that is a socket for a remote login, and would read a person's settings.
    const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: root,
      stdio: [0, output, 2],
      // Nobody is there to page through what a step prints.
      env: { ...process.env, AWS_PAGER: '' },
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new UserError('bash is not installed, or not on PATH: the steps are for bash.')
          : error,
      );
    });
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  }).finally(() => process.off('SIGINT', goOn));
}
