import { StartError } from '@inference-gitops/service/errors.js';
import { loadModel } from '@inference-gitops/service/model/load.js';
import type { Model } from '@inference-gitops/service/model/types.js';
import { ELEMENT } from '@inference-gitops/service/onnx/fields.js';
import { writeModel } from '@inference-gitops/service/onnx/write.js';
import test from 'ava';
import { LOAD_OPTIONS } from './support/graphs.js';

/** Loads a model of one operator, from `x` [n, width] to `y`. */
function load(opType: string, { width = 1, maxBatchRows = 256 } = {}): Promise<Model> {
  const bytes = writeModel({
    name: 'graph',
    nodes: [{ opType, domain: '', inputs: ['x'], outputs: ['y'], attributes: {} }],
    inputs: [{ name: 'x', elementType: ELEMENT.float, shape: ['batch', width] }],
    outputs: [{ name: 'y', elementType: ELEMENT.float, shape: [] }],
    opsets: { '': 17 },
    metadata: {},
  });
  const identity = { name: 'model', version: '1', sha256: '', metadata: {} };
  const source = { bytes, identity, baseline: { features: [], golden: [] } };
  return loadModel(source, { ...LOAD_OPTIONS, maxBatchRows });
}

test('a batch has up to MAX_BATCH_ROWS rows, and up to a million cells', async (t) => {
  t.is((await load('Identity', { width: 1000, maxBatchRows: 1000 })).maxRows, 1000);
  t.is((await load('Identity', { width: 1001, maxBatchRows: 1000 })).maxRows, 999);
  t.is((await load('Identity', { width: 10, maxBatchRows: 7 })).maxRows, 7);
});

test('a model whose output has not one answer a row cannot be served', async (t) => {
  await t.throwsAsync(load('ReduceMax'), {
    instanceOf: StartError,
    message:
      /^output 'y' has the shape \[1, 1\] for 24 rows and \[1, 1\] for 21 rows: it needs one answer per row; export/,
  });
});

test('a run that gives fewer answers than rows fails', async (t) => {
  const model = await load('Unique');
  t.deepEqual([...((await model.run([[2], [1]]))[0] as Float32Array)], [1, 2]);
  await t.throwsAsync(async () => model.run([[1], [1]]), {
    message: "output 'y' has the shape [1] for 2 rows, not that of the trial runs",
  });
});
