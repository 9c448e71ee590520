import { StartError } from '../errors.js';
import type { OnnxModel } from '../onnx/read.js';
import type { AxisSizes } from './axis-sizes.js';
import { elementType } from './element-types.js';
import { checkGoldenRows } from './golden.js';
import { rowsFirst } from './layout.js';
import { type ModelSource, openModel } from './open-model.js';
import { type Probed, probe, trialSize } from './probe.js';
import { plainReason } from './reason.js';
import { assignRoles } from './roles.js';
import type { Session } from './session.js';
import { type RawOutput, SessionRunner } from './session-runner.js';
import { readSignature } from './signature.js';
import type { Model, ModelOutput, OutputData, Row, Signature } from './types.js';

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
  const { graph, session, labels, warnings } = await openModel(source);
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
    run: (rows) => runChecked(runner, outputs, rows),
  };
  await checkGoldenRows(model);
  return model;
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
