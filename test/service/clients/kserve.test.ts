import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fixturePath } from '../support/fixtures.js';
import { post, startService } from '../support/service.js';
import { runClient } from './python.js';

interface Answer {
  readonly id: string;
  readonly outputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly unknown[] }>>;
}

interface Calls {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly some: Answer;
  readonly v1: unknown;
  readonly 'v1 inputs': unknown;
  readonly refusal: string;
  readonly states: Readonly<Record<string, boolean>>;
}

const ROWS = [
  [5.1, 3.5, 1.4, 0.2],
  [6.3, 3.3, 6, 2.5],
];

test("KServe's client gets its answers by both protocols, as JSON and as bytes, and reads all states", async (t) => {
  const name = 'logistic-tensor';
  const { url } = await startService(t, { MODEL_PATH: fixturePath(name) });
  const path = join(await mkdtemp(join(tmpdir(), 'kserve-')), 'rows.json');
  writeFileSync(path, JSON.stringify(ROWS));
  const calls = await runClient<Calls>(t, 'kserve', [url, name, path]);
  if (calls === undefined) return;
  const tensor = { name: 'X', shape: [2, 4], datatype: 'FP32', data: ROWS };
  const { body } = await post(`${url}/v2/models/${name}/infer`, { inputs: [tensor] });
  const outputs = Object.fromEntries(
    body.outputs.map(({ name, shape, data }: { name: string; shape: number[]; data: unknown[] }) => [
      name,
      { shape, data: data.map(single) },
    ]),
  );
  t.is(Object.keys(calls.answers).length, 6);
  for (const [way, answer] of Object.entries(calls.answers)) {
    const read = Object.entries(answer.outputs).map(([output, values]) => [
      output,
      { ...values, data: values.data.map(single) },
    ]);
    t.deepEqual({ ...answer, outputs: Object.fromEntries(read) }, { id: '7', outputs }, way);
  }
  t.deepEqual(Object.keys(calls.some.outputs), ['probabilities']);
  const predictions = (await post(`${url}/predict`, { instances: ROWS })).body.predictions;
  t.deepEqual(calls.v1, { predictions: predictions.map(({ prediction }: { prediction: unknown }) => prediction) });
  t.deepEqual(calls['v1 inputs'], calls.v1);
  t.regex(calls.refusal, /instances is empty; send at least one row/);
  t.deepEqual(Object.values(calls.states), [true, true, true, true, true]);
});

/** Rounds to 32 bits: NumPy writes more digits of a 32-bit float than needed. */
const single = (value: unknown): unknown => (typeof value === 'number' ? Math.fround(value) : value);
