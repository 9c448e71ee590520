import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { fixturePath } from '../support/fixtures.js';
import { post, type RunningService, startService } from '../support/service.js';
import { runClient } from './python.js';

interface SentTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  readonly data: readonly unknown[];
}

interface Values {
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

interface Calls {
  readonly answers: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly about: Readonly<Record<string, unknown>>;
  readonly refusal: { readonly status: string; readonly message: string };
}

/** The models whose tensors have, together, all the datatypes that Triton's clients send here. */
const MODELS: Readonly<Record<string, readonly SentTensor[]>> = {
  'forest-string-labels': [
    { name: 'X', shape: [2, 4], datatype: 'FP32', data: [5.1, 3.5, 1.4, 0.2, 6.3, 3.3, 6, 2.5] },
  ],
  'named-inputs': [
    { name: 'age', shape: [2, 1], datatype: 'FP64', data: [41.5, 20] },
    { name: 'children', shape: [2, 1], datatype: 'INT64', data: [3, 2] },
    { name: 'city', shape: [2, 1], datatype: 'BYTES', data: ['Köln', 'Perth'] },
  ],
  'tree-bool': [{ name: 'X', shape: [1, 6], datatype: 'BOOL', data: [true, false, true, true, false, false] }],
};

for (const [name, inputs] of Object.entries(MODELS)) {
  test(`tritonclient gets the answers of ${name} by http and aio, as JSON, as bytes and compressed`, async (t) => {
    const service = await startService(t, { MODEL_PATH: fixturePath(name), GZIP_FROM_BYTES: '1' });
    const expected = await jsonAnswer(service, name, inputs);
    const calls = await callTriton(t, service, { name, inputs, outputs: Object.keys(expected) });
    if (calls === undefined) return;
    t.is(Object.keys(calls.answers).length, 12);
    for (const [way, answer] of Object.entries(calls.answers)) {
      const read = Object.entries(answer).map(([output, { shape, data }]) => [
        output,
        { shape, data: data.map(asRead) },
      ]);
      t.deepEqual(Object.fromEntries(read), expected, way);
    }
    t.is(calls.refusal.status, '400');
    t.regex(calls.refusal.message, /^input ".*" is missing$/);
  });
}

test('tritonclient reads readiness, metadata, configuration, the repository index and statistics', async (t) => {
  const name = 'forest-string-labels';
  const service = await startService(t, { MODEL_PATH: fixturePath(name), MODEL_VERSION: '3', MAX_ROWS: '99' });
  const inputs = MODELS[name] as readonly SentTensor[];
  const outputs = Object.keys(await jsonAnswer(service, name, inputs));
  const calls = await callTriton(t, service, { name, inputs, outputs });
  if (calls === undefined) return;
  const { about } = calls;
  t.deepEqual([about['live'], about['ready'], about['model ready']], [true, true, true]);
  t.deepEqual(about['index'], [{ name, version: '3', state: 'READY', reason: '' }]);
  t.like(about['config'] as object, {
    name,
    max_batch_size: 99,
    input: [{ name: 'X', data_type: 'TYPE_FP32', dims: [4] }],
    output: [
      { name: 'output_label', data_type: 'TYPE_STRING', dims: [1], reshape: { shape: [] } },
      { name: 'output_probability', data_type: 'TYPE_FP32', dims: [3] },
    ],
  });
  const [stats] = (about['statistics'] as { model_stats: object[] }).model_stats;
  // The call before the client's twelve, of two rows like theirs.
  t.like(stats, {
    name,
    version: '3',
    inference_count: 26,
    execution_count: 13,
    inference_stats: { success: { count: 13 }, fail: { count: 0 }, queue: { count: 13 }, compute_infer: { count: 13 } },
  });
  t.deepEqual(about['all statistics'], about['statistics']);
});

/** Asks for an answer as JSON and brings it into the client's form: integers as text. */
async function jsonAnswer({ url }: RunningService, name: string, inputs: readonly SentTensor[]) {
  const { status, body } = await post(`${url}/v2/models/${name}/infer`, {
    inputs,
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return Object.fromEntries<Values>(
    body.outputs.map(({ name, shape, data }: SentTensor) => [name, { shape, data: data.map(asRead) }]),
  );
}

/** Writes numbers as text: Python's integers come as text, because JSON can't hold all of them. */
const asRead = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

async function callTriton(
  t: ExecutionContext,
  { port }: RunningService,
  { name, ...sent }: { name: string; inputs: readonly SentTensor[]; outputs: readonly string[] },
): Promise<Calls | undefined> {
  const path = join(await mkdtemp(join(tmpdir(), 'triton-')), 'case.json');
  writeFileSync(path, JSON.stringify(sent));
  return runClient(t, 'tritonclient', [`127.0.0.1:${port}`, name, path]);
}
