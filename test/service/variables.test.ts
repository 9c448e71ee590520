import { readConfig } from '@inference-gitops/service/config.js';
import { StartError } from '@inference-gitops/service/errors.js';
import { ineffectiveVariables } from '@inference-gitops/service/variables.js';
import test from 'ava';
import { fixturePath } from './support/fixtures.js';
import { runToEnd, spawnService } from './support/process.js';

const MODEL = { MODEL_PATH: '/model.onnx' };
const notices = (environment: Record<string, string>): string[] =>
  ineffectiveVariables(environment, readConfig(environment));

const MISSPELT: readonly (readonly [string, string])[] = [
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['API_KEY', 'API_KEYS'],
  ['API_KEY_FILE', 'API_KEYS_FILE'],
  ['port', 'PORT'],
  ['MAX_BODY_BITES', 'MAX_BODY_BYTES'],
  ['MODEL_SHA265', 'MODEL_SHA256'],
];

for (const [variable, setting] of MISSPELT) {
  test(`${variable} is told to be nearly ${setting}`, (t) => {
    t.deepEqual(notices({ ...MODEL, [variable]: '' }), [
      `the variable ${variable} has no effect: there is no such setting; the nearest is ${setting}`,
    ]);
  });
}

const QUIET = ['PATH', 'HOME', 'HOSTNAME', 'NODE_ENV', 'OTEL_LOG_LEVEL', 'AWS_REGION', 'DATABASE_URL', 'MODEL_S3_URI'];
for (const variable of [...QUIET, 'MODEL_MAX_BYTES', 'KUBERNETES_PORT', 'POD', 'LANG', 'PWD', 'SHLVL']) {
  test(`${variable} is nobody's mistake`, (t) => t.deepEqual(notices({ ...MODEL, [variable]: 'x' }), []));
}

const USELESS: readonly (readonly [Record<string, string>, RegExp])[] = [
  [{ ...MODEL, RANDOM_STATE: '7' }, /^RANDOM_STATE has no effect: it is for the embedded model$/],
  [{ ...MODEL, N_ESTIMATORS: '7' }, /^N_ESTIMATORS has no effect/],
  [{ MODEL_BASELINE_PATH: '/baseline.json' }, /^MODEL_BASELINE_PATH has no effect: it is for a model of MODEL_PATH$/],
  [{ FEATURE_COUNT: '7' }, /^FEATURE_COUNT has no effect/],
  [{ AXIS_SIZES: 'm=7' }, /^AXIS_SIZES has no effect/],
];

for (const [environment, expected] of USELESS) {
  test(`${Object.keys(environment).at(-1)} is told to have no effect where it has none`, (t) => {
    const [notice, ...more] = notices(environment);
    t.regex(notice ?? '', expected);
    t.deepEqual(more, []);
  });
}

test('settings that have an effect are not told', (t) => {
  t.deepEqual(notices({ RANDOM_STATE: '7', N_ESTIMATORS: '7', MODEL_DEFAULT: 'allowed' }), []);
  t.deepEqual(notices({ ...MODEL, FEATURE_COUNT: '7', MODEL_BASELINE_PATH: '/b', API_KEYS_FILE: '' }), []);
});

test('the embedded model is not served where a misspelt variable means another', (t) => {
  for (const variable of ['MODEL_PAHT', 'MODEL_PATHS', 'MODEL_SHA265']) {
    t.throws(() => notices({ [variable]: '/model.onnx', MODEL_DEFAULT: 'allowed' }), {
      instanceOf: StartError,
      message: new RegExp(`^the variable ${variable} has no effect: .* the nearest is MODEL_`),
    });
  }
});

test('without a model the service says what to set, and exits', async (t) => {
  const { code, stderr } = await runToEnd({ PORT: '0' });
  t.is(code, 1);
  t.regex(stderr, /^there is no model: set MODEL_PATH to an ONNX file, or MODEL_DEFAULT=allowed/);
});

test('what has no effect is a warning in the log', async (t) => {
  const { output } = await spawnService(t, { MODEL_PATH: fixturePath('forest-undeclared'), LOG_LEVLE: 'debug' });
  const warnings = output()
    .split('\n')
    .filter((line) => line.includes('"level":"warn"'));
  t.is(warnings.filter((line) => line.includes('the variable LOG_LEVLE has no effect')).length, 1);
  t.is(warnings.filter((line) => line.includes('N_ESTIMATORS has no effect')).length, 1);
  t.is(warnings.filter((line) => line.includes('20 is a guess')).length, 1);
});
