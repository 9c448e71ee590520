import { StartError } from '@inference-gitops/service/errors.js';
import { fromFloat16, toFloat16 } from '@inference-gitops/service/model/float16.js';
import { loadModel } from '@inference-gitops/service/model/load.js';
import { InferenceSession, Tensor } from '@inference-gitops/service/model/onnx-runtime.js';
import { makeTensor } from '@inference-gitops/service/model/tensor.js';
import type { Model } from '@inference-gitops/service/model/types.js';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { type Content, graphOf, type Plan, plans } from './support/generated-models.js';
import { graphBytes, LOAD_OPTIONS, modelSource } from './support/graphs.js';
import { type Answer, post, serveModel } from './support/service.js';

type Value = number | string;

/** A row as a client sends it. */
interface Sent {
  readonly cells: readonly number[];
  readonly factor: number;
}

const RUNS = 60;
/** More rows than a run takes, and numbers around the sizes of trial batches. */
const ROW_COUNTS = [1, 2, 5, 24, 257];
/** Contents of which a row's answer can't be told from a batch of several rows. */
const HOPELESS: readonly Content[] = ['summed over the places', 'turned round', 'constant'];
const DEPENDENT: Content = 'centred by the batch';
const TOLERANCE = 1e-5;

const plan = (outputs: readonly Content[], edit: Partial<Plan> = {}): Plan => ({
  input: 'float',
  axes: [3],
  batch: 'n',
  classes: 3,
  outputs,
  hasParameter: false,
  seed: 1,
  ...edit,
});

/** Cases that were once answered wrongly, and sizes that look like each other. */
const KNOWN: [Plan, number][] = [
  [plan([DEPENDENT]), 257],
  [plan([DEPENDENT, 'label'], { hasParameter: true }), 2],
  ...[16, 21, 24].map((classes): [Plan, number] => [plan(['label', 'columns first', 'planes'], { classes }), 24]),
  [plan(['columns first', 'planes'], { batch: 16, classes: 16 }), 5],
  [plan(['table', 'constant']), 2],
  [plan(['turned round']), 2],
  [plan(['summed over the places']), 2],
  [plan(['summed over the places'], { input: 'int64', axes: [1], batch: 2 }), 2],
];

const isHopeless = ({ batch, outputs }: Plan): boolean =>
  outputs.includes('constant') || (batch !== 1 && outputs.some((content) => HOPELESS.includes(content)));

test('each answer is the one that ONNX Runtime gives for that row, or the model is refused', async (t) => {
  let served = 0;
  await fc.assert(
    fc.asyncProperty(plans, fc.constantFrom(...ROW_COUNTS), async (plan, count) => {
      const model = await load(plan);
      if (model === undefined) return;
      t.false(isHopeless(plan), 'a model whose rows are mixed up is refused');
      served += 1;
      await checkAnswers(t, { plan, model, count });
    }),
    { numRuns: RUNS, examples: KNOWN },
  );
  t.true(served > RUNS / 3, `${served} of ${RUNS + KNOWN.length} models were served`);
});

/** Loads a model; undefined where it is refused, which a model of any batch size may only be for a good reason. */
async function load(plan: Plan): Promise<Model | undefined> {
  try {
    return await loadModel(modelSource(graphOf(plan)), LOAD_OPTIONS);
  } catch (error) {
    const isExpected = isHopeless(plan) || (plan.batch !== 'n' && plan.batch !== 1);
    if (error instanceof StartError && isExpected) return undefined;
    throw error;
  }
}

interface Case {
  readonly plan: Plan;
  readonly model: Model;
  readonly count: number;
}

async function checkAnswers(t: ExecutionContext, { plan, model, count }: Case): Promise<void> {
  const rows = rowsOf(plan, count);
  const { url, close } = await serveModel(model);
  try {
    const alone = await answersAlone(plan, rows);
    const single = await post(`${url}/predict-single`, { features: bodyRow(plan, rows[0] as Sent) });
    sameRow(t, outputsOf(single.body, model), alone[0] as Value[][]);
    const expected = plan.outputs.includes(DEPENDENT) ? await answersTogether(plan, rows) : alone;
    const batch = await post(`${url}/predict`, { instances: rows.map((row) => bodyRow(plan, row)) });
    const isTooLong = !model.isRowwise && count > model.maxRows;
    t.is(batch.status, isTooLong ? 413 : 200, JSON.stringify(batch.body));
    if (isTooLong) return;
    batch.body.predictions.forEach((answer: object, row: number) => {
      sameRow(t, outputsOf(answer, model), expected[row] as Value[][]);
    });
    const alike = rows.map((row) => ({ ...row, factor: (rows[0] as Sent).factor }));
    const overV2 = plan.outputs.includes(DEPENDENT)
      ? await answersTogether(plan, alike)
      : await answersAlone(plan, alike);
    checkV2(t, await post(`${url}/v2/models/model/infer`, { inputs: v2Inputs(plan, alike) }), overV2);
  } finally {
    close();
  }
}

function checkV2(t: ExecutionContext, { status, body }: Answer, expected: readonly Value[][][]): void {
  t.is(status, 200, JSON.stringify(body));
  body.outputs.forEach(({ shape, data }: { shape: number[]; data: Value[] }, output: number) => {
    const width = data.length / expected.length;
    t.is(shape[0], expected.length);
    expected.forEach((values, row) => {
      sameRow(t, [data.slice(row * width, (row + 1) * width)], [values[output] as Value[]]);
    });
  });
}

/** Makes rows of numbers that 16 bits hold exactly. */
const rowsOf = ({ axes, input, seed }: Plan, count: number): Sent[] =>
  Array.from({ length: count }, (_, row) => ({
    cells: Array.from({ length: axes.reduce((product, size) => product * size, 1) }, (_, column) => {
      const value = ((seed + row * 37 + column * 11) % 41) - 20;
      return input.startsWith('int') ? value : value / 8;
    }),
    factor: (row % 3) + 1,
  }));

const bodyRow = ({ hasParameter }: Plan, { cells, factor }: Sent): number[] =>
  hasParameter ? [...cells, factor] : [...cells];

const DATATYPES = { float: 'FP32', double: 'FP64', float16: 'FP16', int64: 'INT64', int32: 'INT32' } as const;

function v2Inputs({ input, axes, hasParameter }: Plan, rows: readonly Sent[]): object[] {
  const datatype = DATATYPES[input as keyof typeof DATATYPES];
  const x = { name: 'x', datatype, shape: [rows.length, ...axes], data: rows.flatMap(({ cells }) => cells) };
  const factor = { name: 'factor', datatype: 'FP32', shape: [], data: [rows[0]?.factor] };
  return hasParameter ? [x, factor] : [x];
}

/** Lists the values of each output in an answer of /predict. */
function outputsOf(answer: object, { outputs, roles }: Model): Value[][] {
  const fields = answer as Record<string, unknown>;
  const rest = (roles.prediction === undefined ? fields['prediction'] : fields['outputs']) as Record<string, unknown>;
  return outputs.map(({ name }, index) => {
    if (index === roles.prediction) return listOf(fields['prediction']);
    if (index === roles.probabilities) return columns(fields['probabilities'], roles.labels);
    if (index === roles.scores?.output) return columns(fields[roles.scores.kind], roles.labels);
    return listOf(rest[name]);
  });
}

const listOf = (value: unknown): Value[] => (Array.isArray(value) ? value : [value as Value]);

const columns = (table: unknown, labels: readonly string[] | undefined): Value[] =>
  labels === undefined ? listOf(table) : labels.map((label) => (table as Record<string, number>)[label] as number);

function sameRow(t: ExecutionContext, got: readonly Value[][], expected: readonly Value[][]): void {
  expected.forEach((values, output) => {
    t.is(got[output]?.length, values.length);
    const isSame = values.every((value, column) => isClose(got[output]?.[column], value));
    if (!isSame) t.fail(`output ${output} is ${JSON.stringify(got[output])} instead of ${JSON.stringify(values)}`);
  });
}

function isClose(got: Value | undefined, expected: Value): boolean {
  if (typeof expected === 'string' || typeof got === 'string') return got === expected;
  return Math.abs(Number(got) - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}

/** Runs each row alone, or beside copies of itself where the graph takes a fixed number of rows. */
async function answersAlone(plan: Plan, rows: readonly Sent[]): Promise<Value[][][]> {
  const session = await InferenceSession.create(graphBytes(graphOf(plan)), { intraOpNumThreads: 1 });
  const copies = plan.batch === 'n' ? 1 : plan.batch;
  const answers: Value[][][] = [];
  for (const row of rows) {
    const result = await session.run(inputsOf(plan, new Array<Sent>(copies).fill(row)));
    answers.push(plan.outputs.map((content, index) => valuesOf(result[`y${index}`] as Tensor, content, 0)));
  }
  return answers;
}

async function answersTogether(plan: Plan, rows: readonly Sent[]): Promise<Value[][][]> {
  if (plan.hasParameter || plan.batch !== 'n') return answersAlone(plan, rows);
  const session = await InferenceSession.create(graphBytes(graphOf(plan)), { intraOpNumThreads: 1 });
  const result = await session.run(inputsOf(plan, rows));
  return rows.map((_, row) =>
    plan.outputs.map((content, index) => valuesOf(result[`y${index}`] as Tensor, content, row)),
  );
}

function inputsOf({ input, axes, hasParameter }: Plan, rows: readonly Sent[]): Record<string, Tensor> {
  const cells = rows.flatMap((row) => row.cells);
  const shape = [rows.length, ...axes];
  const factor = new Tensor('float32', [rows[0]?.factor ?? 1], []);
  return { x: tensorOf(input, cells, shape), ...(hasParameter ? { factor } : {}) };
}

function tensorOf(input: Plan['input'], cells: readonly number[], shape: readonly number[]): Tensor {
  if (input === 'int64') return new Tensor('int64', BigInt64Array.from(cells, BigInt), shape);
  if (input === 'int32') return new Tensor('int32', Int32Array.from(cells), shape);
  if (input === 'double') return new Tensor('float64', Float64Array.from(cells), shape);
  if (input === 'float') return new Tensor('float32', Float32Array.from(cells), shape);
  return makeTensor('float16', Uint16Array.from(cells, toFloat16), shape);
}

/** Picks a row's values out of an output as the plan has laid it out. */
function valuesOf({ dims, data, type }: Tensor, content: Content, row: number): Value[] {
  const axis = content === 'columns first' || content === 'planes' ? 1 : 0;
  const inner = dims.slice(axis + 1).reduce((product, size) => product * size, 1);
  const all = Array.from(data as ArrayLike<number | bigint | string>);
  const picked = all.filter((_, index) => Math.floor(index / inner) % (dims[axis] as number) === row);
  if (type === 'float16' && data instanceof Uint16Array) return picked.map((bits) => fromFloat16(Number(bits)));
  return picked.map((value) => (typeof value === 'string' ? value : Number(value)));
}
