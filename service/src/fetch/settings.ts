import { z } from 'zod';
import { StartError } from '../errors.js';

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
  MODEL_MAX_BYTES: positive.int().default(DEFAULT_LIMIT_BYTES),
  /** The time for the whole fetch, attempts and waits included. */
  MODEL_FETCH_SECONDS: positive.default(DEFAULT_TOTAL_SECONDS),
  /** The time in which something has to arrive. */
  MODEL_FETCH_IDLE_SECONDS: positive.default(DEFAULT_IDLE_SECONDS),
});

export type FetchSettings = z.output<typeof schema>;

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
