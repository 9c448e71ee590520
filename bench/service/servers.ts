import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { makeDataset } from '@inference-gitops/service/forest/dataset.js';
import { trainForest } from '@inference-gitops/service/forest/forest.js';
import { pythonWith } from '../../tools/python.js';

const SOURCE = new URL('../../../bench/service/peers/', import.meta.url).pathname;
const CACHE = new URL('../../../.cache/bench-service/', import.meta.url).pathname;
const ROOT = new URL('../../..', import.meta.url).pathname;
const SERVICE = new URL('../../../service/build/main.js', import.meta.url).pathname;

/** Whether the server and the load each get a core: there must be two, and taskset. */
export const isPinned = availableParallelism() >= 2 && existsSync('/usr/bin/taskset');
export const onCores = (cores: readonly number[], command: readonly string[]): readonly string[] =>
  isPinned ? ['taskset', '-c', cores.join(','), ...command] : command;

export interface RunningServer {
  readonly port: number;
  readonly pid: number;
  readonly stop: () => void;
}

/** A server in the comparison: how it is started, and how a prediction is requested from it. */
export interface Contender {
  readonly name: string;
  readonly path: string;
  readonly body: (features: readonly number[]) => string;
  readonly start: (modelPath: string) => Promise<RunningServer>;
}

/** The row that every server predicts. */
export const FEATURES = Array.from({ length: 20 }, (_, index) => Math.round(Math.sin(index) * 1000) / 1000);

const plainBody = (features: readonly number[]): string => JSON.stringify({ features });
const v2Body = (features: readonly number[]): string =>
  JSON.stringify({ inputs: [{ name: 'features', shape: [1, features.length], datatype: 'FP32', data: features }] });

const ours = (
  name: string,
  program: () => string,
  more: Readonly<Record<string, string>> = {},
  cores: readonly number[] = [0],
): Contender => ({
  name,
  path: '/predict-single',
  body: plainBody,
  start: (modelPath) => {
    const main = program();
    const environment = { MODEL_PATH: modelPath, HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...more };
    return launch('/livez', (port) => [[process.execPath, main], { ...environment, PORT: String(port) }], cores);
  },
});

export const service = ours('this service', () => SERVICE);

/** On both cores. */
export const serviceWithWorkers = (workers: number): Contender =>
  ours(`workers: ${workers}`, () => SERVICE, { INFERENCE_WORKERS: String(workers) }, [0, 1]);

/** The last commit in which admission was by budgets and all runs were on the event loop. */
const BEFORE = '2eb1cc9';

export const before = ours(`the service at ${BEFORE}`, () => {
  const folder = join(CACHE, `before-${BEFORE}`);
  const main = join(folder, 'service/build/main.js');
  if (existsSync(main)) return main;
  process.stderr.write(`building the service of ${BEFORE}…\n`);
  const run = (program: string, ...args: string[]): Buffer => execFileSync(program, args, { cwd: ROOT });
  run('git', 'worktree', 'prune');
  if (!existsSync(folder)) run('git', 'worktree', 'add', '--detach', folder, BEFORE);
  // Its dependencies are found in this checkout, of which it is a part.
  run(process.execPath, 'node_modules/typescript/bin/tsc', '--build', join(folder, 'service'));
  return main;
});

/** As many as the default model is trained with. */
const TRAINING_ROWS = 2000;

/** What a compiled server takes: the project in `limit/`, with ONNX Runtime or with the forest compiled in. */
const rust = (name: string, environmentOf: (modelPath: string) => Record<string, string>): Contender => ({
  name,
  path: '/predict-single',
  body: plainBody,
  start: (modelPath) => {
    const program = buildLimit();
    return launch('/livez', (port) => [[program], { PORT: String(port), ...environmentOf(modelPath) }]);
  },
});

export const rustRuntime = rust('axum with ONNX Runtime', (modelPath) => ({
  MODEL_PATH: modelPath,
  ORT_DYLIB_PATH: join(ROOT, 'node_modules/onnxruntime-node/bin/napi-v6/linux', process.arch, 'libonnxruntime.so.1'),
}));

export const rustForest = rust('axum with the forest compiled in', () => ({}));

/** Tells whether the compiled servers can be built. */
export const hasCargo = (): boolean => {
  try {
    execFileSync('cargo', ['--version']);
    return true;
  } catch {
    return false;
  }
};

function buildLimit(): string {
  const forest = join(CACHE, 'forest.json');
  mkdirSync(CACHE, { recursive: true });
  const text = JSON.stringify(trainForest(makeDataset(42, TRAINING_ROWS), 42, 100));
  // An unchanged file isn't compiled again.
  if (!existsSync(forest) || readFileSync(forest, 'utf8') !== text) writeFileSync(forest, text);
  const target = join(CACHE, 'limit');
  execFileSync('cargo', ['build', '--release', '--locked', '--quiet'], {
    cwd: join(ROOT, 'bench/service/limit'),
    env: { ...process.env, FOREST: forest, CARGO_TARGET_DIR: target },
    stdio: 'inherit',
  });
  return join(target, 'release', 'limit');
}

export const fastapi: Contender = {
  name: 'FastAPI',
  path: '/predict-single',
  body: plainBody,
  start: (modelPath) => {
    const python = venv('fastapi');
    const app = ['-m', 'uvicorn', 'fastapi_app:app', '--app-dir', SOURCE, '--no-access-log', '--log-level', 'warning'];
    return launch('/livez', (port) => [[python, ...app, '--port', String(port)], { MODEL_PATH: modelPath }]);
  },
};

export const mlserver: Contender = {
  name: 'MLServer',
  path: '/v2/models/forest/infer',
  body: v2Body,
  start: async (modelPath) => {
    const python = venv('mlserver');
    const [grpc, metrics] = [await freePort(), await freePort()];
    return launch('/v2/models/forest/ready', (port) => {
      const folder = mlserverFolder(modelPath, { http_port: port, grpc_port: grpc, metrics_port: metrics });
      return [[join(python, '../mlserver'), 'start', folder], { PYTHONPATH: SOURCE }];
    });
  },
};

/** Writes MLServer's settings, which it reads from files. Its parallel workers are off: one core is compared. */
function mlserverFolder(modelPath: string, ports: object): string {
  const folder = join(CACHE, 'mlserver-settings');
  mkdirSync(folder, { recursive: true });
  const settings = { ...ports, parallel_workers: 0, debug: false };
  const model = { name: 'forest', implementation: 'mlserver_model.OnnxModel', parameters: { uri: modelPath } };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  writeFileSync(join(folder, 'model-settings.json'), JSON.stringify(model));
  return folder;
}

/** Returns the Python with the packages of a peer. */
const venv = (name: string): string => pythonWith(join(SOURCE, `${name}.txt`));

type Launch = (port: number) => readonly [command: readonly string[], environment: Record<string, string>];

async function launch(readyPath: string, describe: Launch, cores: readonly number[] = [0]): Promise<RunningServer> {
  const port = await freePort();
  const [command, environment] = describe(port);
  const [program, ...args] = onCores(cores, command) as [string, ...string[]];
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await isAnswering(`http://127.0.0.1:${port}${readyPath}`, child);
  return { port, pid: child.pid as number, stop: () => child.kill('SIGKILL') };
}

const PATIENCE_SECONDS = 120;

async function isAnswering(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + PATIENCE_SECONDS * 1000;
  while (child.exitCode === null && performance.now() < until) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGKILL');
  const reason = child.exitCode === null ? `isn't ready after ${PATIENCE_SECONDS} s` : `ended with ${child.exitCode}`;
  throw new Error(`${child.spawnargs.join(' ')} ${reason}`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
