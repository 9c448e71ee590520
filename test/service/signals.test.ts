import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';

const MAIN = new URL('../../../service/build/main.js', import.meta.url).pathname;

const CASES = [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const;

/** Whether the process has begun to load ONNX Runtime: long before it listens. */
const loadsRuntime = async (pid: number): Promise<boolean> =>
  (await readFile(`/proc/${pid}/maps`, 'utf8').catch(() => '')).includes('onnxruntime');

for (const [signal, expected] of CASES) {
  test(`${signal} ends the service while it still loads, by a handler and so also as PID 1`, async (t) => {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', N_ESTIMATORS: '500', MODEL_DEFAULT: 'allowed' },
    });
    t.teardown(() => child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    if (process.platform !== 'linux') await sleep(200);
    else while (!(await loadsRuntime(child.pid as number))) await sleep(1);
    child.kill(signal);
    t.deepEqual(await once(child, 'exit'), [expected, null]);
    t.is(output, '');
  });
}
