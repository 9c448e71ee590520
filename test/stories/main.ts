import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../../tools/folders.js';
import { resolveHelm } from '../../tools/helm.js';
import { resolveKubectl } from '../../tools/kubectl.js';
import { tell } from './harness/progress.js';

/** npm run e2e: gets what is needed, then runs the stories where they see nothing but loopback. */
async function main(): Promise<number> {
  const programs = buildPrograms();
  installTools();
  const ownCluster = process.env['KUBECONFIG_E2E'] === undefined;
  const command = [
    process.execPath,
    fileURLToPath(new URL('run.js', import.meta.url)),
    programs,
    ...process.argv.slice(2),
  ];
  return runIn(ownCluster ? isolation() : [], command);
}

/** @returns the folder that holds the programs */
function buildPrograms(): string {
  const build = `${repositoryRoot}tools/control-plane/build.sh`;
  const isWarm = spawnSync(build, ['--is-warm']).status === 0;
  tell(isWarm ? 'The control plane is built.' : 'Builds the control plane, once: ten to twenty minutes on two cores');
  const { status, stdout } = spawnSync(build, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  if (status !== 0) throw new Error('The control plane could not be built.');
  return stdout.trim();
}

function installTools(): void {
  const { status } = spawnSync(`${repositoryRoot}tools/judges/install.sh`, ['promtool', 'redis-server'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('Prometheus and Redis are needed.');
}

/**
 * Chooses the command that gives the stories namespaces of their own for network and processes: nothing of them can be
 * reached from elsewhere or outlive them. Where that isn't allowed, one port listens on all addresses: Argo CD's
 * controller shows its metrics there, and can't be told otherwise.
 */
function isolation(): string[] {
  const user = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const command = ['unshare', ...user, '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const [program = '', ...options] = command;
  if (spawnSync(program, [...options, 'ip', 'link', 'set', 'lo', 'up']).status === 0) return command;
  tell('Namespaces are not allowed here: it runs beside everything else.');
  return [];
}

/** The inner process ends itself when this one is gone, however it went. */
function runIn(isolated: readonly string[], command: readonly string[]): Promise<number> {
  const [program = '', ...options] = [...isolated, ...command];
  const child = spawn(program, options, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // Ctrl-C reaches it as well.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.disconnect());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

try {
  // Fetched where npm is reached.
  await Promise.all([resolveHelm(), resolveKubectl()]);
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
