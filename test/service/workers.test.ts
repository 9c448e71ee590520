import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tensor } from '@inference-gitops/service/model/onnx-runtime.js';
import { openSession, type Session } from '@inference-gitops/service/model/session.js';
import { openWorkers } from '@inference-gitops/service/model/workers.js';
import test from 'ava';
import { deepNetwork } from '../../bench/service/deep-network.js';
import { fixturePath } from './support/fixtures.js';
import { spawnService } from './support/process.js';
import { get, post, ROW } from './support/service.js';

const OPTIONS = { intraOpNumThreads: 1, interOpNumThreads: 1 };

async function answers({ outputNames, run }: Session, value: number): Promise<unknown[]> {
  const kept = new Float32Array(60).fill(value);
  const late = run({ input: new Tensor('float32', kept.subarray(0, 40), [2, 20]) });
  // The caller's buffer is its own again once run has returned.
  kept.fill(-1);
  const outputs = await late;
  return outputNames.map((name) => outputs[name]?.data);
}

test('workers give the bits of a session, as many runs at once as there are', async (t) => {
  const source = readFileSync(fixturePath('lightgbm-regressor'));
  const session = await openSession(source, OPTIONS);
  const workers = await openWorkers(session, { source, options: OPTIONS }, 2);
  t.false(workers.runsAtOnce);
  const runs = [answers(workers, 1), answers(workers, 0.5)];
  await t.throwsAsync(answers(workers, 2), { message: 'all workers are busy' });
  t.deepEqual(await Promise.all(runs), [await answers(session, 1), await answers(session, 0.5)]);
  t.deepEqual(await answers(workers, 2), await answers(session, 2));
  await workers.release();
});

test('what a worker refuses is an error of its run, and the worker goes on', async (t) => {
  const source = readFileSync(fixturePath('lightgbm-regressor'));
  const session = await openSession(source, OPTIONS);
  const workers = await openWorkers(session, { source, options: OPTIONS }, 1);
  const wrong = { input: new Tensor('float32', new Float32Array(3), [1, 3]) };
  await t.throwsAsync(async () => workers.run(wrong));
  t.deepEqual(await answers(workers, 1), await answers(session, 1));
  await workers.release();
});

test('a worker that cannot load the model is a mistake of the start', async (t) => {
  const session = await openSession(readFileSync(fixturePath('lightgbm-regressor')), OPTIONS);
  const setup = { source: new Uint8Array([1, 2, 3]), options: OPTIONS };
  await t.throwsAsync(openWorkers(session, setup, 1), { name: 'StartError', message: /a worker can't load/ });
});

test('a slow model runs beside the event loop: probes are answered while it does', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'workers-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'slow.onnx');
  await writeFile(path, deepNetwork(20, 2000));
  const { url, output, child, exited } = await spawnService(t, { MODEL_PATH: path, INFERENCE_WORKERS: '2' });
  t.like(
    JSON.parse(
      output()
        .split('\n')
        .find((line) => line.includes('model loaded')) ?? '{}',
    ),
    { workers: 2 },
  );
  t.regex(output(), /"residentMiB":\d+/);
  let isAnswered = false;
  const slow = Promise.all([1, 2, 3].map(() => post(`${url}/predict-single`, { features: ROW }))).then((all) => {
    isAnswered = true;
    return all;
  });
  let probes = 0;
  while (!isAnswered) {
    t.is((await get(`${url}/livez`)).status, 200);
    probes += 1;
  }
  t.true(probes >= 3, `${probes} probes while three runs of 50 ms were made`);
  t.deepEqual(
    (await slow).map(({ status }) => status),
    [200, 200, 200],
  );
  child.kill('SIGINT');
  t.is(await exited, 0);
});

test('INFERENCE_WORKERS has no effect for a quick model, which the log says', async (t) => {
  const { output } = await spawnService(t, { INFERENCE_WORKERS: '2' });
  t.regex(output(), /"level":"warn".*INFERENCE_WORKERS has no effect/);
});
