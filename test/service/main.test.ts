import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { StartError } from '@inference-gitops/service/errors.js';
import test from 'ava';
import { fixturePath } from './support/fixtures.js';
import { runToEnd, spawnService } from './support/process.js';
import { get, portOf, post, ROW, startService } from './support/service.js';

test('the shipped program predicts with the embedded model of 100 trees', async (t) => {
  const { url } = await spawnService(t, { N_ESTIMATORS: '100' });
  const { status, body } = await post(`${url}/predict-single`, { features: ROW });
  t.is(status, 200);
  t.true(body.prediction === 0 || body.prediction === 1);
  t.true(Math.abs(body.probabilities['0'] + body.probabilities['1'] - 1) < 1e-5);
  t.is(body.probabilities['1'] > 0.5 ? 1 : 0, body.prediction);
});

test('the same seed and number of trees give the same model in every process, others another', async (t) => {
  const versionAt = async (url: string): Promise<string> => (await get(`${url}/health`)).body.model_version;
  const settings = { RANDOM_STATE: '7', N_ESTIMATORS: '6' };
  const version = await versionAt((await startService(t, settings)).url);
  t.is(await versionAt((await spawnService(t, settings)).url), version);
  t.not(await versionAt((await startService(t, { ...settings, RANDOM_STATE: '8' })).url), version);
  t.not(await versionAt((await startService(t, { ...settings, N_ESTIMATORS: '5' })).url), version);
});

test('with METRICS_PORT, /metrics is served there alone', async (t) => {
  const service = await startService(t, { METRICS_PORT: '9090' });
  t.is((await get(`${service.url}/metrics`)).status, 404);
  if (service.metrics === undefined) return t.fail('no server for metrics');
  const own = `http://127.0.0.1:${portOf(service.metrics)}`;
  const { status, body } = await get(`${own}/metrics`);
  t.is(status, 200);
  t.regex(body, /^model_ready 1$/m);
  t.is((await get(`${own}/livez`)).status, 200);
  t.is((await get(`${own}/predict-single`)).status, 404);
});

test('without METRICS_PORT, or with the same as PORT, /metrics is on PORT', async (t) => {
  for (const environment of [{}, { PORT: '5000', METRICS_PORT: '5000' }]) {
    const service = await startService(t, environment);
    t.is(service.metrics, undefined);
    t.is((await get(`${service.url}/metrics`)).status, 200);
  }
});

test('a file whose digest is MODEL_SHA256 is served', async (t) => {
  const path = fixturePath('xgboost');
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  const { url } = await spawnService(t, { MODEL_PATH: path, MODEL_SHA256: sha256 });
  t.is((await get(`${url}/health`)).body.model_name, 'xgboost');
});

const REFUSED: readonly (readonly [string, Record<string, string>, RegExp])[] = [
  [
    'another digest',
    { MODEL_PATH: fixturePath('xgboost'), MODEL_SHA256: '0'.repeat(64) },
    /has the digest [0-9a-f]{64}, MODEL_SHA256 demands 0{64}/,
  ],
  ['a missing file', { MODEL_PATH: '/nonexistent/model.onnx' }, /can't read \/nonexistent\/model\.onnx/],
  [
    'a file that is no model',
    { MODEL_PATH: fixturePath('xgboost').replace('.onnx', '.json') },
    /not an ONNX model|can't load the model/,
  ],
  [
    'no feature count anywhere',
    { MODEL_PATH: fixturePath('nothing-declared') },
    /input 'x' has the shape \[n, m\]: all rows need one size; set FEATURE_COUNT, or AXIS_SIZES=m=/,
  ],
  [
    'a feature count against the graph',
    { MODEL_PATH: fixturePath('scaler-undeclared'), FEATURE_COUNT: '7' },
    /FEATURE_COUNT is 7, but the graph takes 20 features/,
  ],
  [
    'fewer features than the trees look at',
    { MODEL_PATH: fixturePath('forest-undeclared'), FEATURE_COUNT: '3' },
    /FEATURE_COUNT is 3, but the graph takes at least \d+ features/,
  ],
  [
    'wrong settings',
    { PORT: 'x', LOG_LEVEL: 'loud', N_ESTIMATORS: '0' },
    /PORT must be[\s\S]*N_ESTIMATORS must be from 1 to 1000[\s\S]*LOG_LEVEL/,
  ],
];

for (const [title, environment, message] of REFUSED) {
  test(`${title} is an error of the start that says why`, async (t) => {
    await t.throwsAsync(startService(t, environment), { instanceOf: StartError, message });
  });
}

for (const [title, environment, message] of [REFUSED[0], REFUSED.at(-1)].filter((row) => row !== undefined)) {
  test(`${title}: the reason on stderr without a stack trace, exit 1`, async (t) => {
    const { code, stderr } = await runToEnd({ PORT: '0', ...environment });
    t.is(code, 1);
    t.regex(stderr, message);
    t.notRegex(stderr, /\n\s+at /);
  });
}

test('a port in use is a clear error', async (t) => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  t.teardown(() => blocker.close());
  const { port } = blocker.address() as { port: number };
  const { code, stderr } = await runToEnd({ PORT: String(port), HOST: '127.0.0.1', MODEL_DEFAULT: 'allowed' });
  t.is(code, 1);
  t.regex(stderr, new RegExp(`can't listen on port ${port}: .*EADDRINUSE`));
});

test('--help lists every setting', async (t) => {
  const { code, stdout } = await runToEnd({}, { args: ['--help'] });
  t.is(code, 0);
  for (const name of [
    'PORT',
    'METRICS_PORT',
    'MODEL_PATH',
    'MODEL_SHA256',
    'RANDOM_STATE',
    'N_ESTIMATORS',
    'API_KEYS',
  ]) {
    t.regex(stdout, new RegExp(`^ {2}${name} `, 'm'));
  }
});
