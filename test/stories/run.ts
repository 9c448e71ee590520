import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, repositoryRoot } from '../../tools/folders.js';
import { bringUp, type Place } from './harness/bring-up.js';
import { contextVariable } from './harness/context.js';
import { processesIn } from './harness/processes.js';
import { tell, tellOf } from './harness/progress.js';
import { gatherSupplies } from './harness/supplies.js';

const logs = `${cacheFolder}stories`;
const longestRun = 30 * 60_000;

/** The world of a cluster that is given: it has the stories of all. */
const onlyWorld = 'everything';
/**
 * What happens at the same time, each to a cluster and an Argo CD of its own: the stories of `<world>.story.ts`, one
 * after the other. Most of a story is waiting.
 */
const worlds = readdirSync(`${repositoryRoot}test/stories`)
  .filter((file) => file.endsWith('.story.ts'))
  .map((file) => basename(file, '.story.ts'))
  .filter((world) => world !== onlyWorld);

/** Starts the worlds, runs their stories, ends everything: also after Ctrl-C, a failure, or the end of the parent. */
async function run(programs: string, options: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-stories-'));
  const stopping = new AbortController();
  const { signal } = stopping;
  const names = process.env['KUBECONFIG_E2E'] === undefined ? worlds : [onlyWorld];
  rmSync(logs, { recursive: true, force: true });
  const places = names.map((world) => placeOf(world, folder, signal));
  const stopped = once(signal, 'abort').then(() => 130);
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.once(event, () => stopping.abort());
  setTimeout(() => stopping.abort(), longestRun).unref();
  try {
    spawnSync('ip', ['link', 'set', 'lo', 'up'], { stdio: 'ignore' });
    const stories = gatherSupplies(programs, folder)
      .then((supplies) => Promise.all(places.map((place) => bringUp(supplies, place))))
      .then((contexts) => runAVA(names, options, contextVariable(names, contexts), signal));
    return await Promise.race([stories, stopped]);
  } finally {
    stopping.abort();
    await Promise.all(places.map(({ processes }) => processes.stop()));
    // Argo CD's folders may be entered but not read.
    spawnSync('chmod', ['-R', 'u+rwx', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function placeOf(world: string, folder: string, signal: AbortSignal): Place {
  const own = { folder: join(folder, world), logs: join(logs, world) };
  mkdirSync(own.folder);
  return { ...own, processes: processesIn(own.logs), signal, tell: tellOf(world) };
}

async function runAVA(
  names: readonly string[],
  options: readonly string[],
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<number> {
  tell('Runs the stories');
  const ava = fileURLToPath(new URL('../../../node_modules/.bin/ava', import.meta.url));
  const files = names.map((world) => `test/stories/${world}.story.ts`);
  const atOnce = ['--concurrency', String(names.length)];
  const child = spawn(process.execPath, [ava, '--config', 'stories.config.js', ...atOnce, ...files, ...options], {
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
