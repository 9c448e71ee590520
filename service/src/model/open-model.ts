import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { StartError } from '../errors.js';
import { withBuiltInLocale } from '../onnx/locale.js';
import { externalFiles, type OnnxModel, readModel } from '../onnx/read.js';
import { exposeTensors, type Rewritten } from '../onnx/tensor-outputs.js';
import type { InferenceSession } from './onnx-runtime.js';
import { plainReason } from './reason.js';
import { openSession, type Session } from './session.js';
import type { Baseline, ModelIdentity } from './types.js';

const FATAL_ONLY = 4;

/**
 * Options of ONNX Runtime. One thread, because results must not depend on the other rows of a batch, and in a pod of
 * one CPU more threads are slower. No warnings, because some exporters declare shapes that cause one at every run;
 * errors are answered anyway.
 */
export const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: FATAL_ONLY,
};

export interface ModelSource {
  readonly bytes: Uint8Array;
  /** The file that the bytes come from; undefined for the embedded model. */
  readonly path?: string | undefined;
  /** Files with weights, below the model's folder, whose digests were right. */
  readonly pinned?: ReadonlySet<string>;
  readonly identity: ModelIdentity;
  readonly baseline: Baseline;
}

/** A model that ONNX Runtime has loaded, with the outline of its graph. */
export interface OpenModel {
  readonly graph: OnnxModel;
  readonly session: Session;
  /** What the session was opened from: bytes, or a path where other files belong to the model. */
  readonly opened: Uint8Array | string;
  /** Class labels of probability outputs whose ZipMap was removed, by output name. */
  readonly labels: Rewritten['labels'];
  readonly warnings: readonly string[];
}

/**
 * Reads a model and opens a session for it, in which every output is a tensor.
 * @throws StartError saying why the model can't be loaded
 */
export async function openModel(source: ModelSource): Promise<OpenModel> {
  const graph = parse(source.bytes);
  const { bytes, labels } = exposeTensors(source.bytes, graph);
  const external = externalFiles(graph);
  checkExternalFiles(external, source, bytes !== source.bytes);
  const { session, opened } = await createSession(external.length === 0 ? bytes : (source.path as string));
  return {
    graph,
    session,
    opened,
    labels,
    warnings: external.filter((file) => !source.pinned?.has(normalize(file))).map(uncheckedFile),
  };
}

function parse(bytes: Uint8Array): OnnxModel {
  try {
    return readModel(bytes);
  } catch (error) {
    throw new StartError(`the file is not an ONNX model: ${(error as Error).message}`);
  }
}

/** Refuses external data that isn't there, lies outside the model's folder, or belongs to a model to be rewritten. */
function checkExternalFiles(files: readonly string[], { path }: ModelSource, isRewritten: boolean): void {
  const missing = files.find((file) => path === undefined || !isInside(file) || !existsSync(join(dirname(path), file)));
  if (missing !== undefined) {
    throw new StartError(
      `the model keeps weights in the file ${JSON.stringify(missing)}, which must be beside it: put it there, or ` +
        'save the model in one file',
    );
  }
  if (files.length > 0 && isRewritten) {
    throw new StartError(
      'the model keeps weights in other files and ends with ZipMap or a sequence; export it with zipmap=False',
    );
  }
}

const isInside = (file: string): boolean => !isAbsolute(file) && !normalize(file).startsWith('..');

const uncheckedFile = (file: string): string =>
  `the model keeps weights in ${JSON.stringify(file)}, which neither MODEL_SHA256 nor MODEL_FILES covers`;

/** Opens a session; where the locale of a string normaliser is missing, with one that is always there. */
async function createSession(model: Uint8Array | string): Promise<Pick<OpenModel, 'session' | 'opened'>> {
  try {
    return { session: await openSession(model, SESSION_OPTIONS), opened: model };
  } catch (error) {
    if (!isLocaleMissing(error) || typeof model === 'string') throw loadFailure(error);
  }
  try {
    const opened = withBuiltInLocale(readModel(model));
    return { session: await openSession(opened, SESSION_OPTIONS), opened };
  } catch (error) {
    throw loadFailure(error);
  }
}

const isLocaleMissing = (error: unknown): boolean => /construct locale/.test(String(error));

function loadFailure(error: unknown): StartError {
  const advice = isLocaleMissing(error) ? ". Export it with skl2onnx's option locale='C.UTF-8' of its vectorizer" : '';
  return new StartError(`ONNX Runtime can't load the model: ${plainReason(error)}${advice}`);
}
