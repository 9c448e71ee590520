import { StartError } from '../errors.js';
import { type OnnxModel, readModel } from '../onnx/read.js';
import { exposeTensors } from '../onnx/tensor-outputs.js';
import { elementType } from './element-types.js';
import { checkGoldenRows } from './golden.js';
import type { InferenceSession } from './onnx-runtime.js';
import { type Probed, probe } from './probe.js';
import { assignRoles } from './roles.js';
import { openSession, type Session } from './session.js';
import { type RawOutput, SessionRunner } from './session-runner.js';
import { readSignature } from './signature.js';
import type { Baseline, Model, ModelIdentity, ModelOutput, OutputData, Row } from './types.js';

/** The most cells of a batch: the buffers for them are kept. */
const MAX_BATCH_CELLS = 1_000_000;
const FATAL_ONLY = 4;

/**
 * Options of ONNX Runtime. One thread, because results must not depend on the other rows of a batch, and in a pod of
 * one CPU more threads are slower. No warnings, because some exporters declare shapes that cause one at every run;
 * errors are answered anyway.
 */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: FATAL_ONLY,
};

export interface ModelSource {
  readonly bytes: Uint8Array;
  readonly identity: ModelIdentity;
  readonly baseline: Baseline;
}

export interface LoadOptions {
  readonly featureCount: number | undefined;
  readonly maxBatchRows: number;
}

/**
 * Loads a model and makes its first predictions.
 * @throws StartError saying why the model can't be served
 */
export async function loadModel(source: ModelSource, options: LoadOptions): Promise<Model> {
  const graph = parse(source.bytes);
  const { bytes, labels } = exposeTensors(source.bytes, graph);
  const session = await createSession(bytes);
  const signature = readSignature({ metadata: session.inputMetadata, graph, featureCount: options.featureCount });
  const maxRows = signature.fixedBatch ?? limitRows(options.maxBatchRows, signature.rowWidth);
  const runner = new SessionRunner(session, signature, Math.max(maxRows, PROBE_ROWS));
  const examples = source.baseline.golden.map(({ row }) => row);
  const probed = await probe({ signature, graph, examples }, runner);
  const outputs = probed.outputs.map((output) => describeOutput(output, probed));
  const model: Model = {
    ...source.identity,
    metadata: { ...graph.metadata, ...source.identity.metadata },
    ...signature,
    inputs: probed.inputs,
    outputs,
    roles: assignRoles(outputs, graph, labels),
    isRowwise: probed.isRowwise,
    pace: probed.pace,
    baseline: source.baseline,
    maxRows,
    run: (rows) => runChecked(runner, outputs, rows),
  };
  await checkGoldenRows(model);
  return model;
}

const PROBE_ROWS = 16;

function parse(bytes: Uint8Array): OnnxModel {
  try {
    return readModel(bytes);
  } catch (error) {
    throw new StartError(`the file is not an ONNX model: ${(error as Error).message}`);
  }
}

async function createSession(bytes: Uint8Array): Promise<Session> {
  try {
    return await openSession(bytes, SESSION_OPTIONS);
  } catch (error) {
    throw new StartError(`ONNX Runtime can't load the model: ${(error as Error).message}`);
  }
}

const limitRows = (wanted: number, rowWidth: number): number =>
  Math.max(1, Math.min(wanted, Math.floor(MAX_BATCH_CELLS / rowWidth)));

function describeOutput({ name, type, dims, data }: RawOutput, { rows }: Probed): ModelOutput {
  const element = elementType(type);
  if (element === undefined)
    throw new StartError(`output '${name}' has elements of type ${type}, which can't be served`);
  if (dims[0] !== rows) {
    throw new StartError(
      `output '${name}' has the shape [${dims.join(', ')}] for ${rows} rows: it needs one answer per row`,
    );
  }
  return { name, type: element, axes: dims.slice(1), width: data.length / rows };
}

function runChecked(
  runner: SessionRunner,
  expected: readonly ModelOutput[],
  rows: readonly Row[],
): ReturnType<Model['run']> {
  const check = (outputs: readonly RawOutput[]): OutputData[] =>
    outputs.map(({ name, data }, index) => {
      const wanted = rows.length * (expected[index] as ModelOutput).width;
      if (data.length >= wanted) return data;
      throw new Error(`output '${name}' has ${data.length} values where ${wanted} were expected`);
    });
  const outputs = runner.run(rows);
  return outputs instanceof Promise ? outputs.then(check) : check(outputs);
}
