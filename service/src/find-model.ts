import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Config } from './config.js';
import { StartError } from './errors.js';
import { trainDefaultModel } from './forest/default-model.js';
import { parseBaseline } from './model/baseline.js';
import type { LoadOptions, ModelSource } from './model/load.js';
import type { Baseline } from './model/types.js';

const SHORT_DIGEST = 12;

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
  const version = config.MODEL_VERSION ?? sha256.slice(0, SHORT_DIGEST);
  const { bytes, baseline, metadata } = found;
  return { bytes, baseline, identity: { name: config.MODEL_NAME ?? found.name, version, sha256, metadata } };
}

/** Picks the settings that decide how a model is loaded. */
export const loadOptions = (config: Config): LoadOptions => ({
  featureCount: config.FEATURE_COUNT,
  axisSizes: config.AXIS_SIZES ?? new Map(),
  maxRowCells: config.MAX_ROW_CELLS,
  maxBatchRows: config.MAX_BATCH_ROWS,
  maxRows: config.MAX_ROWS,
});

interface Found {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly baseline: Baseline;
  readonly metadata: Readonly<Record<string, string>>;
}

function embedded({ RANDOM_STATE, N_ESTIMATORS }: Config): Found {
  return { name: 'random-forest', metadata: {}, ...trainDefaultModel(RANDOM_STATE, N_ESTIMATORS) };
}

async function fromFile(path: string, { MODEL_BASELINE_PATH }: Config): Promise<Found> {
  const bytes = await read(path);
  const baseline =
    MODEL_BASELINE_PATH === undefined
      ? { features: [], golden: [] }
      : parseBaseline((await read(MODEL_BASELINE_PATH)).toString('utf8'), MODEL_BASELINE_PATH);
  return { name: nameOf(path), bytes, baseline, metadata: {} };
}

const nameOf = (path: string): string =>
  basename(path, extname(path))
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 100) || 'model';

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new StartError(`can't read ${path}: ${(error as NodeJS.ErrnoException).message}`);
  }
}
