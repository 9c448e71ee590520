import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';

const MAIN = new URL('../../../service/build/main.js', import.meta.url).pathname;

const SIGNALS = [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const;

for (const [signal, expected] of SIGNALS) {
  test(`${signal} ends the service while its model is being read, by a handler and so also as PID 1`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'signals-'));
    t.teardown(() => rm(folder, { recursive: true }));
    const pipe = join(folder, 'model.onnx');
    execFileSync('mkfifo', [pipe]);
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], MODEL_PATH: pipe, PORT: '0' },
      stdio: 'ignore',
    });
    t.teardown(() => child.kill('SIGKILL'));
    // Opening a pipe waits until the other side reads it: the service is about to read its model then.
    const writer = spawn('sh', ['-c', 'exec 3>"$1"; echo opened; exec sleep 600', 'sh', pipe]);
    t.teardown(() => writer.kill('SIGKILL'));
    await once(writer.stdout, 'data');
    child.kill(signal);
    t.deepEqual(await once(child, 'exit'), [expected, null]);
  });
}
