import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, repositoryRoot } from '../../tools/folders.js';
import { bringUp } from './harness/bring-up.js';
import { contextVariable } from './harness/context.js';
import { processesIn } from './harness/processes.js';
import { tell } from './harness/progress.js';

const logs = `${cacheFolder}stories`;
const longestRun = 30 * 60_000;

/** Starts everything, runs the stories, ends everything: also after Ctrl-C, a failure, or the end of the parent. */
async function run(programs: string, options: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-stories-'));
  const processes = processesIn(logs);
  const stopping = new AbortController();
  const stopped = once(stopping.signal, 'abort').then(() => 130);
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.once(event, () => stopping.abort());
  setTimeout(() => stopping.abort(), longestRun).unref();
  try {
    spawnSync('ip', ['link', 'set', 'lo', 'up'], { stdio: 'ignore' });
    const stories = bringUp({ programs, folder, processes, logs, signal: stopping.signal }).then((context) =>
      runAVA(options, contextVariable(context), stopping.signal),
    );
    return await Promise.race([stories, stopped]);
  } finally {
    stopping.abort();
    await processes.stop();
    // Argo CD's folders may be entered but not read.
    spawnSync('chmod', ['-R', 'u+rwx', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runAVA(
  options: readonly string[],
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<number> {
  tell('Runs the stories');
  const ava = fileURLToPath(new URL('../../../node_modules/.bin/ava', import.meta.url));
  const child = spawn(process.execPath, [ava, '--config', 'stories.config.js', ...options], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
    signal,
  });
  child.once('error', () => {});
  const [code] = await once(child, 'close');
  return (code as number | null) ?? 1;
}

const [programs = '', ...options] = process.argv.slice(2);
let exitCode = 1;
try {
  exitCode = await run(programs, options);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
}
tell(exitCode === 0 ? 'Done: everything is ended and removed.' : `Ended; what the processes said is in ${logs}.`);
process.exit(exitCode);
