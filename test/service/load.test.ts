import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@inference-gitops/service/config.js';
import { StartError } from '@inference-gitops/service/errors.js';
import { findModel } from '@inference-gitops/service/find-model.js';
import { loadModel } from '@inference-gitops/service/model/load.js';
import type { Model } from '@inference-gitops/service/model/types.js';
import { ELEMENT } from '@inference-gitops/service/onnx/fields.js';
import { writeModel } from '@inference-gitops/service/onnx/write.js';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { fixtureNames, fixturePath } from './support/fixtures.js';
import { type Graph, LOAD_OPTIONS, modelSource } from './support/graphs.js';

/** Loads a model of one operator, from `x` [n, width] to `y`. */
function load(opType: string, { width = 1, maxBatchRows = 256, maxRowCells = 100_000 } = {}): Promise<Model> {
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
  return loadModel(source, { ...LOAD_OPTIONS, maxBatchRows, maxRowCells });
}

test('a batch has up to MAX_BATCH_ROWS rows, and up to a million cells', async (t) => {
  t.is((await load('Identity', { width: 1000, maxBatchRows: 1000 })).maxRows, 1000);
  t.is((await load('Identity', { width: 1001, maxBatchRows: 1000 })).maxRows, 999);
  t.is((await load('Identity', { width: 10, maxBatchRows: 7 })).maxRows, 7);
});

test('a row may have more cells than a table where MAX_ROW_CELLS allows it', async (t) => {
  const width = 3 * 224 * 224;
  await t.throwsAsync(load('Neg', { width }), {
    instanceOf: StartError,
    message: /^a row of the model has 150528 cells, and MAX_ROW_CELLS allows 100000: raise it, and MAX_BODY_BYTES/,
  });
  t.is((await load('Neg', { width, maxRowCells: width })).maxRows, 6);
});

test('a model whose output has not one answer a row cannot be served', async (t) => {
  await t.throwsAsync(load('ReduceMax'), {
    instanceOf: StartError,
    message:
      /^output 'y' has the shape \[1, 1\] for 24 rows and \[1, 1\] for 21 rows: it needs one answer per row; export/,
  });
});

/** Drops the rows whose cell is not below a million. */
const DROPPING: Graph = {
  nodes: [
    { opType: 'Constant', inputs: [], outputs: ['limit'], attributes: { value_float: { float: 1e6 } } },
    { opType: 'Constant', inputs: [], outputs: ['flat'], attributes: { value_ints: { ints: [-1] } } },
    { opType: 'Less', inputs: ['x', 'limit'], outputs: ['below'] },
    { opType: 'Reshape', inputs: ['below', 'flat'], outputs: ['kept'] },
    { opType: 'Compress', inputs: ['x', 'kept'], outputs: ['y'], attributes: { axis: { int: 0 } } },
  ],
  inputs: { x: ['n', 1] },
  outputs: ['y'],
};

test('a run that gives fewer answers than rows fails', async (t) => {
  const model = await loadModel(modelSource(DROPPING), LOAD_OPTIONS);
  t.deepEqual([...((await model.run([[2], [1]]))[0] as Float32Array)], [2, 1]);
  await t.throwsAsync(async () => model.run([[1], [1e7]]), {
    message: "output 'y' has the shape [1, 1] for 2 rows, not that of the trial runs",
  });
});

const UNSHOWN: readonly (readonly [string, Graph, RegExp])[] = [
  [
    'sorts its rows',
    { nodes: [{ opType: 'Unique', inputs: ['x'], outputs: ['y'] }], inputs: { x: ['n', 1] }, outputs: ['y'] },
    /^a row's answer depends on its place in the batch/,
  ],
  [
    'has two axes that grow with the rows',
    {
      nodes: [
        { opType: 'Transpose', inputs: ['x'], outputs: ['t'] },
        { opType: 'MatMul', inputs: ['x', 't'], outputs: ['y'] },
      ],
      inputs: { x: ['n', 2] },
      outputs: ['y'],
    },
    /^output 'y' has the shape \[24, 24\] for 24 rows and \[21, 21\] for 21 rows: it needs one answer per row/,
  ],
  [
    'takes two rows that depend on each other',
    {
      nodes: [{ opType: 'Softmax', inputs: ['x'], outputs: ['y'], attributes: { axis: { int: 0 } } }],
      inputs: { x: [2, 3] },
      outputs: ['y'],
    },
    /^the model takes exactly 2 rows, and their answers depend on each other/,
  ],
  [
    'takes two rows and answers all alike',
    {
      nodes: [{ opType: 'Sub', inputs: ['x', 'x'], outputs: ['y'] }],
      inputs: { x: [2, 3] },
      outputs: ['y'],
    },
    /^the model takes exactly 2 rows and gives all trial rows the same answer.*MODEL_BASELINE_PATH/,
  ],
  [
    'gives a sequence',
    {
      nodes: [{ opType: 'SplitToSequence', inputs: ['x'], outputs: ['y'] }],
      inputs: { x: ['n', 3] },
      outputs: ['y'],
    },
    /^ONNX Runtime can't load the model: /,
  ],
];

for (const [title, graph, message] of UNSHOWN) {
  test(`a model that ${title} cannot be served`, async (t) => {
    await t.throwsAsync(loadModel(modelSource(graph), LOAD_OPTIONS), { instanceOf: StartError, message });
  });
}

test('a locale that is not installed is replaced, be it named or the default', async (t) => {
  const attributes = { case_change_action: { string: 'LOWER' }, locale: { string: 'xx_XX.UTF-8' } };
  const lower: Graph = {
    nodes: [{ opType: 'StringNormalizer', inputs: ['x'], outputs: ['y'], attributes }],
    inputs: { x: ['n'] },
    outputs: ['y'],
    types: { x: 'string', y: 'string' },
  };
  const model = await loadModel(modelSource(lower), LOAD_OPTIONS);
  t.deepEqual(await model.run([['ÄRGER Und ΣΊΣΥΦΟΣ']]), [['ärger und σίσυφοσ']]);
});

test('a model that answers all trial rows alike runs each request alone, and says so', async (t) => {
  const same: Graph = {
    nodes: [{ opType: 'Sub', inputs: ['x', 'x'], outputs: ['y'] }],
    inputs: { x: ['n', 3] },
    outputs: ['y'],
  };
  const model = await loadModel(modelSource(same), LOAD_OPTIONS);
  t.false(model.isRowwise);
  t.regex(model.warnings.join(), /all trial rows get the same answer.*MODEL_BASELINE_PATH/);
});

test('a graph that was traced with one row runs rows one by one, and says so', async (t) => {
  const bytes = readFileSync(fixturePath('traced-with-one-row'));
  const model = await loadModel({ ...modelSource(DROPPING), bytes }, LOAD_OPTIONS);
  t.is(model.maxRows, 1);
  t.true(model.isRowwise);
  t.regex(model.warnings.join(), /refuses several rows .*: they run one by one/);
  t.notRegex(model.warnings.join(), /onnxruntime|\.(cc|h):/);
});

/** Copies a model with its weights to a folder of its own, where a test may spoil it. */
async function externalModel(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'external-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const [path, weights] = [join(folder, 'external-data.onnx'), join(folder, 'external-data.weights')];
  await copyFile(fixturePath('external-data'), path);
  await copyFile(fixturePath('external-data').replace(/onnx$/, 'weights'), weights);
  const read = (environment = {}) => findModel(readConfig({ MODEL_PATH: path, ...environment }));
  return { path, weights, read };
}

test('weights in another file belong to the version, and are told to be unchecked', async (t) => {
  const { weights, read } = await externalModel(t);
  const source = await read();
  const model = await loadModel(source, LOAD_OPTIONS);
  t.regex(
    model.warnings.join(),
    /keeps weights in "external-data\.weights", which neither MODEL_SHA256 nor MODEL_FILES covers/,
  );
  await appendFile(weights, 'more');
  const other = (await read()).identity;
  t.not(other.version, source.identity.version);
  t.is(other.sha256, source.identity.sha256);
});

test('weights in another file are verified by MODEL_FILES, also where the version is given', async (t) => {
  const { weights, read } = await externalModel(t);
  const sha256 = createHash('sha256')
    .update(await readFile(weights))
    .digest('hex');
  const settings = { MODEL_FILES: `${sha256}  external-data.weights\n`, MODEL_VERSION: '7' };
  t.deepEqual((await loadModel(await read(settings), LOAD_OPTIONS)).warnings, []);
  await appendFile(weights, 'more');
  await t.throwsAsync(read(settings), {
    instanceOf: StartError,
    message: /^external-data\.weights has the digest [0-9a-f]{64}, MODEL_FILES demands [0-9a-f]{64}$/,
  });
});

test('weights in another file have to be beside the model', async (t) => {
  const { path, weights, read } = await externalModel(t);
  await rm(weights);
  const message = /^the model keeps weights in the file .*, which must be beside it: put it there/;
  await t.throwsAsync(loadModel(await read(), LOAD_OPTIONS), { instanceOf: StartError, message });
  const bytes = await readFile(path);
  const outside = Buffer.from(
    bytes.toString('latin1').replace('external-data.weights', '../xternal-da.weights'),
    'latin1',
  );
  await writeFile(path, outside);
  await writeFile(join(path, '../../xternal-da.weights'), '');
  t.teardown(() => rm(join(path, '../../xternal-da.weights')));
  await t.throwsAsync(loadModel(await read(), LOAD_OPTIONS), { instanceOf: StartError, message });
});

test('a file that is larger than ONNX allows is refused before it is read', async (t) => {
  const { path, read } = await externalModel(t);
  await truncate(path, 2 ** 31);
  await t.throwsAsync(read(), {
    instanceOf: StartError,
    message: /has 2147483648 bytes, and an ONNX file may have up to 2147483647: save its weights in another file/,
  });
});

test('a graph that no operator is known for is refused without a place in the source', async (t) => {
  const unknown: Graph = {
    nodes: [{ opType: 'NoSuchOperator', inputs: ['x'], outputs: ['y'] }],
    inputs: { x: ['n', 3] },
    outputs: ['y'],
  };
  const error = await t.throwsAsync(loadModel(modelSource(unknown), LOAD_OPTIONS), { instanceOf: StartError });
  t.regex(error?.message ?? '', /NoSuchOperator/);
  t.notRegex(error?.message ?? '', /\.(cc|h):\d|onnxruntime::/);
});

test('a spoiled model is refused with a sentence: no stack trace, no place in the source', async (t) => {
  const names = fixtureNames.filter((name) => !name.startsWith('multi-label'));
  const spoiled = fc.record({
    name: fc.constantFrom(...names),
    length: fc.double({ min: 0.5, max: 1, noNaN: true }),
    changes: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999, noNaN: true }), byte: fc.nat(255) }), {
      maxLength: 3,
    }),
  });
  await fc.assert(
    fc.asyncProperty(spoiled, async ({ name, length, changes }) => {
      const whole = readFileSync(fixturePath(name));
      const bytes = Buffer.from(whole.subarray(0, Math.ceil(whole.length * length)));
      for (const { at, byte } of changes) bytes[Math.floor(at * bytes.length)] = byte;
      const failure = await loadModel({ ...modelSource(DROPPING), bytes }, LOAD_OPTIONS).then(
        () => undefined,
        (error: Error) => error,
      );
      if (failure === undefined) return;
      t.true(failure instanceof StartError, failure.stack);
      t.notRegex(failure.message, /\.(cc|h):\d|onnxruntime::|\n +at /);
    }),
    { numRuns: 100 },
  );
});
