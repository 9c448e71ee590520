import { StartError } from '../errors.js';
import type { OnnxModel } from '../onnx/read.js';
import type { AxisSizes } from './axis-sizes.js';
import { elementType } from './element-types.js';
import { checkGoldenRows } from './golden.js';
import { rowsFirst } from './layout.js';
import { type ModelSource, type OpenModel, openModel, SESSION_OPTIONS } from './open-model.js';
import { type Probed, probe, trialSize } from './probe.js';
import { plainReason } from './reason.js';
import { assignRoles } from './roles.js';
import type { Session } from './session.js';
import { type RawOutput, SessionRunner } from './session-runner.js';
import { readSignature } from './signature.js';
import type { Model, ModelOutput, OutputData, Row, Signature } from './types.js';
import { openWorkers } from './workers.js';

/** The most cells of a batch: the buffers for them are kept. */
const MAX_BATCH_CELLS = 1_000_000;
export interface LoadOptions {
  readonly featureCount: number | undefined;
  readonly axisSizes: AxisSizes;
  readonly maxRowCells: number;
  /** The most rows of a run, where rows of a request may be spread over several. */
  readonly maxBatchRows: number;
  /** The most rows of a request. */
  readonly maxRows: number;
  /** The threads that run a slow model; 1 when undefined. */
  readonly workers?: number | undefined;
}

/**
 * Loads a model and makes its first predictions.
 * @throws StartError saying why the model can't be served
 */
export async function loadModel(source: ModelSource, options: LoadOptions): Promise<Model> {
  try {
    return await load(source, options);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`the model can't be served: ${plainReason(error)}`, { cause: error });
  }
}

async function load(source: ModelSource, options: LoadOptions): Promise<Model> {
  const { graph, session, opened, labels, warnings } = await openModel(source);
  const signature = readSignature({ ...options, metadata: session.inputMetadata, graph });
  const { runner, maxRows, probed } = await tryOut({ session, signature, graph, source, options });
  const outputs = probed.answers.map((_, index) => describeOutput(session.outputNames[index] as string, index, probed));
  const model: Model = {
    ...source.identity,
    metadata: { ...graph.metadata, ...source.identity.metadata },
    ...signature,
    inputs: probed.inputs,
    fixedBatch: probed.fixedBatch,
    outputs,
    roles: assignRoles({ outputs, graph, zipMapLabels: labels, answers: probed.answers, rows: probed.rows }),
    isRowwise: probed.isRowwise,
    pace: probed.pace,
    baseline: source.baseline,
    maxRows,
    warnings: [...warnings, ...signature.warnings, ...probed.warnings],
    workers: 0,
    parallelRuns: 1,
    run: (rows) => runChecked(runner, outputs, rows),
  };
  await checkGoldenRows(model);
  return isSlow(model) ? moveToWorkers(model, { session, runner, opened, count: options.workers ?? 1 }) : model;
}

/** A run that takes longer would keep the event loop from probes, refusals and other requests. */
const SLOW_SECONDS = 0.005;

/** Tells whether the shortest run that the model allows is slow. Rows that depend on each other can't be divided. */
function isSlow({ pace, isRowwise, maxRows }: Model): boolean {
  return pace.secondsPerRun + pace.secondsPerRow * (isRowwise ? 1 : maxRows) > SLOW_SECONDS;
}

interface Move {
  readonly session: Session;
  readonly runner: SessionRunner;
  readonly opened: OpenModel['opened'];
  readonly count: number;
}

/** Lets workers make the runs of a model. This thread's session is released first: memory may not suffice for both. */
async function moveToWorkers(model: Model, { session, runner, opened, count }: Move): Promise<Model> {
  await session.release();
  runner.use(await openWorkers(session, { source: opened, options: SESSION_OPTIONS }, count));
  return { ...model, workers: count, parallelRuns: count };
}

interface Trial {
  readonly session: Session;
  readonly signature: Signature;
  readonly graph: OnnxModel;
  readonly source: ModelSource;
  readonly options: LoadOptions;
}

/** Probes a model, and makes the runner for as many rows as a run of it may have. */
async function tryOut({ session, signature, graph, source, options }: Trial) {
  const shared = mostRows(signature, options.maxBatchRows);
  const runner = new SessionRunner(session, signature, Math.max(shared, trialSize(signature.rowWidth)));
  const examples = source.baseline.golden.map(({ row }) => row).filter(({ length }) => length === signature.rowWidth);
  const probed = await probe({ signature, graph, examples, maxRows: shared }, runner);
  if (probed.fixedBatch !== undefined) return { runner, probed, maxRows: Math.min(shared, probed.fixedBatch) };
  if (probed.isRowwise) return { runner, probed, maxRows: shared };
  // Rows that depend on each other run together, however many a request has.
  const maxRows = mostRows(signature, options.maxRows);
  const whole = new SessionRunner(session, signature, maxRows);
  return { runner: whole, probed, maxRows };
}

/** Limits the rows of a run by their cells; rows with parameters of their own run one by one. */
function mostRows({ inputs, rowWidth, fixedBatch }: Signature, wanted: number): number {
  if (inputs.some(({ isParameter }) => isParameter)) return 1;
  if (fixedBatch !== undefined) return fixedBatch;
  return Math.max(1, Math.min(wanted, Math.floor(MAX_BATCH_CELLS / rowWidth)));
}

function describeOutput(name: string, index: number, { answers, layouts }: Probed): ModelOutput {
  const { type, width } = answers[index] as Probed['answers'][number];
  const element = elementType(type);
  if (element === undefined)
    throw new StartError(`output '${name}' has elements of type ${type}, which can't be served`);
  return { name, type: element, width, ...(layouts[index] as Probed['layouts'][number]) };
}

function runChecked(
  runner: SessionRunner,
  expected: readonly ModelOutput[],
  rows: readonly Row[],
): ReturnType<Model['run']> {
  const size = Math.max(rows.length, runner.minRows);
  const check = (outputs: readonly RawOutput[]): OutputData[] =>
    outputs.map((output, index) => rowsFirst(output, expected[index] as ModelOutput, size));
  const outputs = runner.run(rows);
  return outputs instanceof Promise ? outputs.then(check) : check(outputs);
}
