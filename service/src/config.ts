import { z } from 'zod';
import { FORMATS } from './audit/formats.js';
import { StartError } from './errors.js';
import type { AxisSizes } from './model/axis-sizes.js';
import { modelFiles } from './model-files.js';
import { withSecretFiles } from './secret-files.js';

const integer = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${low} to ${high}`)
    .transform(Number)
    .refine((value) => value >= low && value <= high, `must be from ${low} to ${high}`);

const seconds = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,9}(?:\.\d{1,9})?$/, `must be a number from ${low} to ${high}`)
    .transform(Number)
    .refine((value) => value >= low && value <= high, `must be from ${low} to ${high}`);

const keyList = z
  .string()
  .transform((text) =>
    text
      .split(/[,\n]/)
      .map((key) => key.trim())
      .filter((key) => key !== ''),
  )
  .refine((keys) => keys.length > 0, 'is set but holds no key; unset it to serve without keys')
  .refine((keys) => keys.every((key) => /^[\x21-\x7e]+$/.test(key)), 'may hold visible ASCII characters only');

/** Reads the text of a file of API keys; the problem doesn't quote it. */
export function parseKeys(text: string): { readonly keys: readonly string[] } | { readonly problem: string } {
  const result = keyList.safeParse(text);
  return result.success ? { keys: result.data } : { problem: `it ${result.error.issues[0]?.message}` };
}

const digest = z
  .string()
  .transform((text) => text.replace(/^sha256:/, '').toLowerCase())
  .refine((text) => /^[0-9a-f]{64}$/.test(text), 'must be 64 hexadecimal digits');

const modelName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be letters, digits, dots, dashes or underscores');

/** Sizes of open axes: `sequence=128,width=224`. */
const axisSizes = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.split(/=(?=[^=]*$)/).map((part) => part.trim())))
  .refine(
    (pairs) => pairs.every(([name, size]) => name && /^[1-9]\d{0,7}$/.test(size ?? '')),
    'must be axes with their sizes, such as sequence=128,width=224',
  )
  .transform((pairs): AxisSizes => new Map(pairs.map(([name, size]) => [name as string, Number(size)])));

const MODEL_DEFAULTS = ['refused', 'allowed'] as const;

const origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine(
    (list) => list.every((origin) => origin === '*' || isOrigin(origin)),
    'must be origins such as https://app.example.com, separated by commas, or *',
  );

function isOrigin(text: string): boolean {
  return !text.includes('*') && URL.canParse(text) && new URL(text).origin === text;
}

const share = z
  .string()
  .regex(/^(?:0|1|0?\.\d{1,9})$/, 'must be a number from 0 to 1')
  .transform(Number);

const sink = z
  .string()
  .refine((text) => text === 'stdout' || /^https?:\/\/[^/]/.test(text), 'must be stdout or an HTTP address')
  .refine((text) => text === 'stdout' || URL.canParse(text), 'must be stdout or an HTTP address');

const names = z.string().transform((text) => text.split(',').map((name) => name.trim()));

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const EXTRA_COLUMNS = ['refuse', 'ignore'] as const;

/**
 * The settings, each read from the environment variable of its name. An empty variable counts as unset, except
 * API_KEYS.
 */
const schema = z.object({
  PORT: integer(0, 65535).default(5000).describe('port of the API; 0 takes a free one'),
  HOST: z.string().optional().describe('address to listen on; all addresses when unset'),
  METRICS_PORT: integer(0, 65535).optional().describe('port of /metrics alone; on PORT when unset'),
  MODEL_PATH: z.string().optional().describe('ONNX file to serve'),
  MODEL_DEFAULT: z
    .enum(MODEL_DEFAULTS)
    .default('refused')
    .describe(`whether the embedded random forest is served without MODEL_PATH: ${MODEL_DEFAULTS.join(' or ')}`),
  MODEL_SHA256: digest.optional().describe('digest that the file at MODEL_PATH must have'),
  MODEL_FILES: modelFiles
    .optional()
    .describe("files with the model's weights, beside it: lines of sha256sum with the digests that they must have"),
  MODEL_NAME: modelName.optional().describe("the model's name; from the file's name when unset"),
  MODEL_VERSION: modelName.optional().describe("the model's version; from its digest when unset"),
  MODEL_BASELINE_PATH: z.string().optional().describe('JSON file of training distributions and known answers'),
  FEATURE_COUNT: integer(1, 100_000).optional().describe("columns of a model whose graph doesn't declare them"),
  AXIS_SIZES: axisSizes.optional().describe('sizes of axes that the graph leaves open, such as sequence=128,width=224'),
  MAX_ROW_CELLS: integer(1, 100_000_000).default(100_000).describe('most cells of a row; an image needs more'),
  RANDOM_STATE: integer(0, 4_294_967_295).default(42).describe('seed of the embedded model'),
  N_ESTIMATORS: integer(1, 1000).default(100).describe('trees of the embedded model'),
  API_KEYS: keyList.optional().describe('keys that clients must send, separated by commas or lines; open when unset'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .default('info')
    .describe(`one of ${LOG_LEVELS.join(', ')}`),
  MAX_BODY_BYTES: integer(1024, 1_073_741_824).default(4_194_304).describe('largest request body'),
  MAX_BUFFERED_BYTES: integer(16_384, 1_099_511_627_776)
    .optional()
    .describe('most bytes of bodies over 16 KiB that all requests hold; 64 MiB, or MAX_BODY_BYTES if that is more'),
  MAX_UNPACKED_BYTES: integer(0, 1_073_741_824)
    .default(16_777_216)
    .describe('largest body after unpacking gzip or deflate; 0 refuses compressed bodies'),
  GZIP_FROM_BYTES: integer(1, 1_073_741_824)
    .optional()
    .describe('size from which answers are compressed for clients that ask for it; never when unset'),
  CORS_ORIGINS: origins.optional().describe('origins whose pages may call the API, or *; none when unset'),
  EXTRA_COLUMNS: z
    .enum(EXTRA_COLUMNS)
    .default('refuse')
    .describe(`columns of a record that the model doesn't have: one of ${EXTRA_COLUMNS.join(', ')}`),
  AUDIT_SAMPLE_RATE: share.default(0).describe('share of the predictions that are recorded with rows and answer'),
  AUDIT_SINK: sink.default('stdout').describe('receiver of records: stdout, or the address of an HTTP server'),
  AUDIT_FORMAT: z
    .enum(FORMATS)
    .default('json')
    .describe(`form of records: ${FORMATS.join(' or ')}`),
  AUDIT_OMIT: names
    .optional()
    .describe('what records leave out: request_id, traceparent, rows, answer, names of columns; nothing when unset'),
  MAX_ROWS: integer(1, 1_000_000).default(4096).describe('most rows of one request'),
  MAX_BATCH_ROWS: integer(1, 65_536).default(256).describe('most rows of one run'),
  MAX_QUEUE_SECONDS: seconds(0.001, 3600).default(1).describe('a request that would be answered later gets 503'),
  INFERENCE_WORKERS: integer(1, 64)
    .optional()
    .describe('threads, each with the model, that run a slow model beside the event loop; 1 when unset'),
  MAX_CONNECTIONS: integer(1, 1_000_000).default(4096).describe('most open connections'),
  HEADERS_TIMEOUT_SECONDS: integer(1, 3600).default(10).describe('time for a client to send its headers'),
  REQUEST_TIMEOUT_SECONDS: integer(1, 3600).default(30).describe('time for a client to send a whole request'),
  KEEP_ALIVE_TIMEOUT_SECONDS: integer(1, 3600).default(75).describe('time that an idle connection stays open'),
  SHUTDOWN_DELAY_SECONDS: integer(0, 3600)
    .optional()
    .describe('time after SIGTERM in which load balancers may still send; 5, or half of a short grace'),
  SHUTDOWN_GRACE_SECONDS: integer(1, 3600).default(25).describe('time after SIGTERM by which the process has ended'),
});

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(schema.shape);

const DEFAULT_DELAY_SECONDS = 5;

const DEFAULT_BUFFERED_BYTES = 67_108_864;

export type Config = z.output<typeof schema> & {
  readonly SHUTDOWN_DELAY_SECONDS: number;
  readonly MAX_BUFFERED_BYTES: number;
};

/**
 * Reads the settings.
 * @throws StartError listing every problem, without the values: they may be secrets
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const variables = withSecretFiles(environment, settingNames);
  const given = settingNames.flatMap((name) => {
    const value = variables[name];
    return value === undefined || (value === '' && name !== 'API_KEYS') ? [] : [[name, value] as const];
  });
  const result = schema.safeParse(Object.fromEntries(given));
  if (!result.success)
    throw wrongSettings(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  const config = withDerived(result.data);
  const problems = crossCheck(config);
  if (problems.length > 0) throw wrongSettings(problems);
  return config;
}

const wrongSettings = (problems: readonly string[]): StartError =>
  new StartError(`Wrong settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);

function withDerived(settings: z.output<typeof schema>): Config {
  const fallback = Math.min(DEFAULT_DELAY_SECONDS, settings.SHUTDOWN_GRACE_SECONDS / 2);
  return {
    ...settings,
    SHUTDOWN_DELAY_SECONDS: settings.SHUTDOWN_DELAY_SECONDS ?? fallback,
    MAX_BUFFERED_BYTES: settings.MAX_BUFFERED_BYTES ?? Math.max(DEFAULT_BUFFERED_BYTES, settings.MAX_BODY_BYTES),
  };
}

function crossCheck(config: Config): string[] {
  const problems: string[] = [];
  if (config.MODEL_SHA256 !== undefined && config.MODEL_PATH === undefined) {
    problems.push('MODEL_SHA256 needs MODEL_PATH: the embedded model has no file');
  }
  if (config.MODEL_FILES !== undefined && config.MODEL_PATH === undefined) {
    problems.push('MODEL_FILES needs MODEL_PATH: the embedded model has no file');
  }
  if (config.SHUTDOWN_DELAY_SECONDS >= config.SHUTDOWN_GRACE_SECONDS) {
    problems.push('SHUTDOWN_DELAY_SECONDS must be less than SHUTDOWN_GRACE_SECONDS');
  }
  if (config.MAX_BUFFERED_BYTES < config.MAX_BODY_BYTES) {
    problems.push('MAX_BUFFERED_BYTES must be at least MAX_BODY_BYTES');
  }
  return problems;
}

/** Writes the text of --help. */
export function describeConfig(): string {
  const rows = Object.entries(schema.shape).map(([name, setting]) => {
    const fallback = setting instanceof z.ZodDefault ? ` (default ${setting.def.defaultValue})` : '';
    return `  ${name.padEnd(28)}${setting.description}${fallback}`;
  });
  const head =
    'Serves a tabular ONNX model over HTTP. Settings are environment variables, or files that <NAME>_FILE points to:';
  return `${head}\n\n${rows.join('\n')}\n`;
}
