import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fixturePath } from '../support/fixtures.js';
import { post, startService } from '../support/service.js';
import { runClient } from './python.js';

interface Calls {
  readonly decoded: Readonly<Record<string, readonly number[]>>;
  readonly frame: readonly number[];
  readonly command: readonly number[];
}

test("MLServer's codecs for NumPy and pandas, and its command line, get their answers", async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('named-inputs') });
  const folder = await mkdtemp(join(tmpdir(), 'mlserver-'));
  const calls = await runClient<Calls>(t, 'mlserver', [url, folder]);
  if (calls === undefined) return;
  const instances = [
    [41.5, 3, 'Köln'],
    [20, 2, 'Perth'],
  ];
  const { body } = await post(`${url}/predict`, { instances });
  const labels = body.predictions.map(({ prediction }: { prediction: number }) => prediction);
  t.is(Object.keys(calls.decoded).length, 4);
  for (const [way, decoded] of Object.entries(calls.decoded)) t.deepEqual(decoded, labels, way);
  t.deepEqual(calls.frame, labels);
  t.deepEqual(calls.command, labels);
});
