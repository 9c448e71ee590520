import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, normalize } from 'node:path';
import type { Config } from './config.js';
import { StartError } from './errors.js';
import { trainDefaultModel } from './forest/default-model.js';
import { parseBaseline } from './model/baseline.js';
import type { LoadOptions } from './model/load.js';
import type { ModelSource } from './model/open-model.js';
import type { Baseline } from './model/types.js';
import type { ModelFiles } from './model-files.js';
import { externalFiles, readModel } from './onnx/read.js';

const SHORT_DIGEST = 12;
/** The most bytes of a protobuf message. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

/**
 * Finds the model that the settings ask for: a file, or the embedded forest.
 * @throws StartError when a file can't be read or has another digest
 */
export async function findModel(config: Config): Promise<ModelSource> {
  const found = config.MODEL_PATH === undefined ? embedded(config) : await fromFile(config.MODEL_PATH, config);
  const sha256 = createHash('sha256').update(found.bytes).digest('hex');
  if (config.MODEL_SHA256 !== undefined && config.MODEL_SHA256 !== sha256) {
    throw new StartError(`${config.MODEL_PATH} has the digest ${sha256}, MODEL_SHA256 demands ${config.MODEL_SHA256}`);
  }
  const { bytes, path, baseline, metadata } = found;
  const files = config.MODEL_FILES ?? new Map();
  const isWanted = config.MODEL_VERSION === undefined || files.size > 0;
  const version = (isWanted ? await digestWithData(found, sha256, files) : sha256).slice(0, SHORT_DIGEST);
  const identity = {
    name: config.MODEL_NAME ?? found.name,
    version: config.MODEL_VERSION ?? version,
    sha256,
    metadata,
  };
  return { bytes, path, baseline, pinned: new Set(files.keys()), identity };
}

/** Picks the settings that decide how a model is loaded. */
export const loadOptions = (config: Config): LoadOptions => ({
  featureCount: config.FEATURE_COUNT,
  axisSizes: config.AXIS_SIZES ?? new Map(),
  maxRowCells: config.MAX_ROW_CELLS,
  maxBatchRows: config.MAX_BATCH_ROWS,
  maxRows: config.MAX_ROWS,
  workers: config.INFERENCE_WORKERS,
});

/**
 * Returns a digest of the model with the files that hold its weights, so that other weights are another version.
 * @throws StartError when a file has another digest than the one that is demanded
 */
async function digestWithData({ bytes, path }: Found, sha256: string, demanded: ModelFiles): Promise<string> {
  const files = path === undefined ? [] : dataFiles(bytes, dirname(path));
  if (files.length === 0) return sha256;
  const hash = createHash('sha256').update(bytes);
  for (const file of files) {
    const own = createHash('sha256');
    for await (const chunk of createReadStream(join(dirname(path as string), file))) {
      hash.update(chunk as Buffer);
      own.update(chunk as Buffer);
    }
    const [found, wanted] = [own.digest('hex'), demanded.get(normalize(file))];
    if (wanted !== undefined && wanted !== found)
      throw new StartError(`${file} has the digest ${found}, MODEL_FILES demands ${wanted}`);
  }
  return hash.digest('hex');
}

/** Lists the files of weights that are there; loading the model refuses what isn't right with them. */
function dataFiles(bytes: Uint8Array, folder: string): string[] {
  try {
    return externalFiles(readModel(bytes)).filter((file) => existsSync(join(folder, file)));
  } catch {
    return [];
  }
}

interface Found {
  readonly name: string;
  readonly path?: string;
  readonly bytes: Uint8Array;
  readonly baseline: Baseline;
  readonly metadata: Readonly<Record<string, string>>;
}

function embedded({ RANDOM_STATE, N_ESTIMATORS, MODEL_DEFAULT }: Config): Found {
  if (MODEL_DEFAULT !== 'allowed') {
    throw new StartError(
      'there is no model: set MODEL_PATH to an ONNX file, or MODEL_DEFAULT=allowed to serve the embedded random ' +
        'forest, which is trained on made-up data',
    );
  }
  return { name: 'random-forest', metadata: {}, ...trainDefaultModel(RANDOM_STATE, N_ESTIMATORS) };
}

async function fromFile(path: string, { MODEL_BASELINE_PATH }: Config): Promise<Found> {
  const bytes = await readModelFile(path);
  const baseline =
    MODEL_BASELINE_PATH === undefined
      ? { features: [], golden: [] }
      : parseBaseline((await read(MODEL_BASELINE_PATH)).toString('utf8'), MODEL_BASELINE_PATH);
  return { name: nameOf(path), path, bytes, baseline, metadata: {} };
}

const nameOf = (path: string): string =>
  basename(path, extname(path))
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 100) || 'model';

async function readModelFile(path: string): Promise<Buffer> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= MAX_FILE_BYTES) return read(path);
  throw new StartError(
    `${path} has ${size} bytes, and an ONNX file may have up to ${MAX_FILE_BYTES}: save its weights in another file ` +
      '(onnx.save_model with save_as_external_data=True) beside it',
  );
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new StartError(`can't read ${path}: ${(error as NodeJS.ErrnoException).message}`);
  }
}
