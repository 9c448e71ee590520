import { dirname, join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../errors.js';
import { modelFiles } from '../model-files.js';

/** The default of MODEL_MAX_BYTES: a pod can't load more. */
const DEFAULT_LIMIT_BYTES = 2 ** 31;
const DEFAULT_TOTAL_SECONDS = 900;
const DEFAULT_IDLE_SECONDS = 30;

const positive = z.coerce.number('must be a number').positive();

const schema = z.object({
  MODEL_S3_URI: z
    .string('is not set')
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.{1,1024}$/, 'must be s3://bucket/key'),
  MODEL_SHA256: z
    .string('is not set')
    .transform((text) => text.replace(/^sha256:/, '').toLowerCase())
    .refine((text) => /^[0-9a-f]{64}$/.test(text), 'must be 64 hexadecimal digits'),
  MODEL_PATH: z.string('is not set').min(1, 'is not set'),
  /** Files with the model's weights, in the folder of MODEL_S3_URI; they go into that of MODEL_PATH. */
  MODEL_FILES: modelFiles.default(new Map()),
  MODEL_MAX_BYTES: positive.int().default(DEFAULT_LIMIT_BYTES),
  /** The time for the whole fetch, attempts and waits included. */
  MODEL_FETCH_SECONDS: positive.default(DEFAULT_TOTAL_SECONDS),
  /** The time in which something has to arrive. */
  MODEL_FETCH_IDLE_SECONDS: positive.default(DEFAULT_IDLE_SECONDS),
});

export type FetchSettings = z.output<typeof schema>;

/** One object to be fetched. */
export interface Wanted {
  readonly uri: string;
  readonly path: string;
  readonly sha256: string;
  /** The setting that demands the digest. */
  readonly demandedBy: string;
}

/** Lists the files with the model's weights and then the model, which is there only when everything else is. */
export function wantedObjects({
  MODEL_S3_URI: uri,
  MODEL_PATH: path,
  MODEL_SHA256,
  MODEL_FILES,
}: FetchSettings): Wanted[] {
  const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
  return [
    ...[...MODEL_FILES].map(([file, sha256]) => ({
      uri: `${folder}${file}`,
      path: join(dirname(path), file),
      sha256,
      demandedBy: 'MODEL_FILES',
    })),
    { uri, path, sha256: MODEL_SHA256, demandedBy: 'MODEL_SHA256' },
  ];
}

/**
 * Reads the settings of a fetch.
 * @throws StartError listing every problem
 */
export function readFetchSettings(environment: NodeJS.ProcessEnv): FetchSettings {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`);
  throw new StartError(`Wrong settings:\n${problems.join('\n')}`);
}
