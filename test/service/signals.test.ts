import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';

const BUILD = new URL('../../../service/build/', import.meta.url).pathname;

const CASES = [
  ['main.js', 'SIGTERM', 143],
  ['main.js', 'SIGINT', 130],
  ['fetch-model.js', 'SIGTERM', 143],
] as const;

/** The handler of a signal is what tells a process that heeds it as PID 1 from one that doesn't. */
async function hasHandler(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const caught = BigInt(`0x${/^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return (caught & (1n << 14n)) !== 0n;
}

for (const [file, signal, expected] of CASES) {
  test(`${signal} ends ${file} while it still loads, by a handler and so also as PID 1`, async (t) => {
    const child = spawn(process.execPath, [BUILD + file], {
      env: { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1' },
    });
    t.teardown(() => child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    if (process.platform !== 'linux') await sleep(200);
    else while (!(await hasHandler(child.pid as number))) await sleep(1);
    child.kill(signal);
    t.deepEqual(await once(child, 'exit'), [expected, null]);
    t.is(output, '');
  });
}
