import { StartError } from '@inference-gitops/service/errors.js';
import { probe } from '@inference-gitops/service/model/probe.js';
import type { SessionRunner } from '@inference-gitops/service/model/session-runner.js';
import type { Row, Signature } from '@inference-gitops/service/model/types.js';
import type { OnnxModel } from '@inference-gitops/service/onnx/read.js';
import test from 'ava';

type Answer = (cell: number, rows: number) => number;

/** Makes a model of one number a row, whose answer may depend on the number of rows that run together. */
function modelOf(answer: Answer): SessionRunner {
  const runner = {
    minRows: 1,
    run: (rows: readonly Row[]) => {
      const together = Math.max(runner.minRows, rows.length);
      const padded = Array.from({ length: together }, (_, row) => rows[row] ?? rows.at(-1) ?? []);
      return [{ name: 'y', type: 'float32', dims: [together], data: padded.map(([x]) => answer(Number(x), together)) }];
    },
  };
  return runner as unknown as SessionRunner;
}

const graph = { nodes: [] } as unknown as OnnxModel;
const signatureOf = (type: string): Signature =>
  ({
    inputs: [{ type: { name: type }, offset: 0, width: 1 }],
    rowWidth: 1,
    fixedBatch: undefined,
  }) as unknown as Signature;

const probeModel = (runner: SessionRunner, { type = 'float32', examples = [] as readonly Row[] } = {}) =>
  probe({ signature: signatureOf(type), graph, examples, maxRows: 256 }, runner);

/** A factor that changes the last digits of a number. */
const ROUNDED = 1 + 1e-7;

const PADDED: readonly (readonly [string, Answer, boolean, number])[] = [
  ['a model whose rows are independent', (x) => x, true, 1],
  ['a model that answers single rows otherwise', (x, rows) => (rows < 2 ? x * ROUNDED : x), true, 2],
  ['a model that answers up to seven rows otherwise', (x, rows) => (rows < 8 ? x * ROUNDED : x), true, 8],
  ['a model that answers up to eight rows otherwise', (x, rows) => (rows < 9 ? x * ROUNDED : x), false, 1],
  ['a model that answers an odd number of rows otherwise', (x, rows) => (rows === 21 ? x * ROUNDED : x), false, 1],
  ['a model that answers single rows with another number', (x, rows) => (rows < 2 ? x + 1 : x), false, 1],
  ['a model that answers long batches otherwise', (x, rows) => (rows > 200 ? x + 1 : x), false, 1],
  ['a model that answers all rows alike', () => 7, false, 1],
  ['a model that answers by the number of rows', (x, rows) => x + rows, false, 1],
];

for (const [title, answer, isRowwise, minRows] of PADDED) {
  test(`${title} is ${isRowwise ? '' : 'not '}rowwise, padded to ${minRows}`, async (t) => {
    const runner = modelOf(answer);
    t.is((await probeModel(runner)).isRowwise, isRowwise);
    t.is(runner.minRows, minRows);
  });
}

/** Makes a model that refuses all values but one. */
const only = (value: number): SessionRunner =>
  modelOf((x) => {
    if (x !== value) throw new Error(`only ${value}`);
    return x;
  });

test('a model that takes certain values only is tried with examples, zeros and ones', async (t) => {
  await t.notThrowsAsync(probeModel(only(777), { type: 'int64', examples: [[777]] }));
  await t.notThrowsAsync(probeModel(only(0), { type: 'int64' }));
  await t.notThrowsAsync(probeModel(only(1), { type: 'int64' }));
  await t.throwsAsync(probeModel(only(777), { type: 'int64' }), {
    instanceOf: StartError,
    message: /the model answers no trial row: only 777\. .*MODEL_BASELINE_PATH/,
  });
});
