import { describeConfig, readConfig, settingNames } from '@inference-gitops/service/config.js';
import test from 'ava';

/** The least and the greatest value of every setting that is a number. */
const NUMBERS: readonly (readonly [string, number, number])[] = [
  ['PORT', 0, 65535],
  ['METRICS_PORT', 0, 65535],
  ['FEATURE_COUNT', 1, 100_000],
  ['MAX_ROW_CELLS', 1, 100_000_000],
  ['RANDOM_STATE', 0, 4_294_967_295],
  ['N_ESTIMATORS', 1, 1000],
  ['MAX_BODY_BYTES', 1024, 1_073_741_824],
  ['MAX_UNPACKED_BYTES', 0, 1_073_741_824],
  ['GZIP_FROM_BYTES', 1, 1_073_741_824],
  ['MAX_ROWS', 1, 1_000_000],
  ['MAX_BATCH_ROWS', 1, 65_536],
  ['MAX_BUFFERED_BYTES', 16_384, 1_099_511_627_776],
  ['INFERENCE_WORKERS', 1, 64],
  ['MAX_CONNECTIONS', 1, 1_000_000],
  ['HEADERS_TIMEOUT_SECONDS', 1, 3600],
  ['REQUEST_TIMEOUT_SECONDS', 1, 3600],
  ['KEEP_ALIVE_TIMEOUT_SECONDS', 1, 3600],
  ['SHUTDOWN_DELAY_SECONDS', 0, 3599],
  ['SHUTDOWN_GRACE_SECONDS', 1, 3600],
];
const TEXTS = ['HOST', 'MODEL_PATH', 'MODEL_SHA256', 'MODEL_NAME', 'MODEL_VERSION', 'MODEL_BASELINE_PATH', 'API_KEYS'];
const OTHERS = [
  'LOG_LEVEL',
  'MODEL_DEFAULT',
  'MODEL_FILES',
  'AXIS_SIZES',
  'MAX_QUEUE_SECONDS',
  'CORS_ORIGINS',
  'EXTRA_COLUMNS',
  'AUDIT_SAMPLE_RATE',
  'AUDIT_SINK',
  'AUDIT_FORMAT',
  'AUDIT_OMIT',
];

/** Settings that are needed beside another, because it would be refused otherwise. */
const COMPANY: Readonly<Record<string, Record<string, string>>> = {
  MAX_BUFFERED_BYTES: { MAX_BODY_BYTES: '1024' },
  SHUTDOWN_DELAY_SECONDS: { SHUTDOWN_GRACE_SECONDS: '3600' },
};

const read = (environment: Record<string, string>) => readConfig(environment) as unknown as Record<string, unknown>;

for (const [name, least, greatest] of NUMBERS) {
  test(`${name} is from ${least} to ${greatest}`, (t) => {
    for (const value of [least, greatest]) t.is(read({ ...COMPANY[name], [name]: String(value) })[name], value);
    for (const value of [least - 1, greatest + 1, '1.5', 'x', '0x10']) {
      const message = new RegExp(`${name} must be`);
      t.throws(() => read({ ...COMPANY[name], [name]: String(value) }), { message }, String(value));
    }
  });
}

test('MAX_QUEUE_SECONDS is from 0.001 to 3600, with a fraction if wanted', (t) => {
  for (const value of ['0.001', '0.25', '1', '3600'])
    t.is(read({ MAX_QUEUE_SECONDS: value })['MAX_QUEUE_SECONDS'], Number(value));
  for (const value of ['0', '0.0009', '3601', '1e3', '.5', '-1', 'x']) {
    t.throws(() => read({ MAX_QUEUE_SECONDS: value }), { message: /MAX_QUEUE_SECONDS must be/ }, value);
  }
});

test('bodies may hold 64 MiB, or as much as one body', (t) => {
  t.is(readConfig({}).MAX_BUFFERED_BYTES, 67_108_864);
  t.is(readConfig({ MAX_BODY_BYTES: '100000000' }).MAX_BUFFERED_BYTES, 100_000_000);
  t.throws(() => readConfig({ MAX_BUFFERED_BYTES: '20000' }), { message: /must be at least MAX_BODY_BYTES/ });
});

test('--help lists every setting, and no other', (t) => {
  const names = Array.from(describeConfig().matchAll(/^ {2}([A-Z0-9_]+) /gm), ([, name]) => name);
  t.deepEqual(names.sort(), [...NUMBERS.map(([name]) => name), ...TEXTS, ...OTHERS].sort());
  t.deepEqual(names.sort(), [...settingNames].sort());
});

test('every level of the log is accepted', (t) => {
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const) {
    t.is(readConfig({ LOG_LEVEL: level }).LOG_LEVEL, level);
  }
});

test('the sizes of axes are a list', (t) => {
  t.deepEqual(
    [...(readConfig({ AXIS_SIZES: 'sequence=128, a.1=7,x=y=3' }).AXIS_SIZES ?? [])],
    [
      ['sequence', 128],
      ['a.1', 7],
      ['x=y', 3],
    ],
  );
  for (const text of ['128', 'a=', '=3', 'a=0', 'a=1,,b=2', 'a=1.5', 'a=-1']) {
    t.throws(() => readConfig({ AXIS_SIZES: text }), { message: /AXIS_SIZES must be axes with their sizes/ }, text);
  }
});

test('the embedded model is refused unless it is allowed', (t) => {
  t.is(readConfig({}).MODEL_DEFAULT, 'refused');
  t.is(readConfig({ MODEL_DEFAULT: 'allowed' }).MODEL_DEFAULT, 'allowed');
  t.throws(() => readConfig({ MODEL_DEFAULT: 'true' }), { message: /MODEL_DEFAULT/ });
});

test('a digest may have its prefix and capitals', (t) => {
  const digest = 'ab'.repeat(32);
  for (const given of [digest, `sha256:${digest}`, digest.toUpperCase()]) {
    t.is(readConfig({ MODEL_PATH: 'model.onnx', MODEL_SHA256: given }).MODEL_SHA256, digest);
  }
  for (const given of [digest.slice(1), `${digest}0`, digest.replace('a', 'g')]) {
    t.throws(() => readConfig({ MODEL_PATH: 'model.onnx', MODEL_SHA256: given }), { message: /64 hexadecimal digits/ });
  }
});

test('a digest without a file is refused', (t) => {
  t.throws(() => readConfig({ MODEL_SHA256: 'ab'.repeat(32) }), { message: /MODEL_SHA256 needs MODEL_PATH/ });
  const files = `${'ab'.repeat(32)}  model.data`;
  t.throws(() => readConfig({ MODEL_FILES: files }), { message: /MODEL_FILES needs MODEL_PATH/ });
});

for (const name of ['MODEL_NAME', 'MODEL_VERSION']) {
  test(`${name} has up to 100 letters, digits, dots, dashes and underscores`, (t) => {
    for (const value of ['a', '7', 'a.b-c_D9', 'x'.repeat(100)]) t.is(read({ [name]: value })[name], value);
    for (const value of ['x'.repeat(101), '.a', '-a', '_a', 'a b', 'a/b', 'é']) {
      t.throws(() => read({ [name]: value }), { message: new RegExp(`${name} must be letters`) }, value);
    }
  });
}

test('keys are separated by commas or lines and have visible ASCII characters', (t) => {
  t.deepEqual(readConfig({ API_KEYS: ' !first,second~ \n\nthird' }).API_KEYS, ['!first', 'second~', 'third']);
  for (const keys of ['a b', 'é', 'a\u007f']) {
    t.throws(() => readConfig({ API_KEYS: keys }), { message: /visible ASCII/ });
  }
});

test('origins are scheme, host and port, or *', (t) => {
  t.deepEqual(readConfig({ CORS_ORIGINS: 'https://a.example, http://localhost:3000' }).CORS_ORIGINS, [
    'https://a.example',
    'http://localhost:3000',
  ]);
  t.deepEqual(readConfig({ CORS_ORIGINS: '*' }).CORS_ORIGINS, ['*']);
  for (const origins of [
    'a.example',
    'https://a.example/',
    'https://a.example/x',
    'https://A.example',
    'null',
    'https://*.a',
    ',',
  ]) {
    t.throws(() => readConfig({ CORS_ORIGINS: origins }), { message: /CORS_ORIGINS must be origins such as/ }, origins);
  }
});

test('an audit has a share, a receiver, a form and names to leave out', (t) => {
  t.like(readConfig({}), { AUDIT_SAMPLE_RATE: 0, AUDIT_SINK: 'stdout', AUDIT_FORMAT: 'json' });
  for (const rate of ['0', '1', '0.05', '.5'])
    t.is(read({ AUDIT_SAMPLE_RATE: rate })['AUDIT_SAMPLE_RATE'], Number(rate));
  for (const rate of ['1.1', '-0.1', 'x', '1e-3', '5%'])
    t.throws(
      () => read({ AUDIT_SAMPLE_RATE: rate }),
      { message: /AUDIT_SAMPLE_RATE must be a number from 0 to 1/ },
      rate,
    );
  t.is(readConfig({ AUDIT_SINK: 'http://sink:8080/x' }).AUDIT_SINK, 'http://sink:8080/x');
  for (const sink of ['stderr', 'ftp://x', 'http://', 'file:///x', 'http://a:b:c'])
    t.throws(() => readConfig({ AUDIT_SINK: sink }), { message: /AUDIT_SINK must be stdout or an HTTP/ }, sink);
  t.deepEqual(readConfig({ AUDIT_OMIT: 'answer, age' }).AUDIT_OMIT, ['answer', 'age']);
});

test('extra columns are refused or ignored', (t) => {
  t.is(readConfig({}).EXTRA_COLUMNS, 'refuse');
  t.is(readConfig({ EXTRA_COLUMNS: 'ignore' }).EXTRA_COLUMNS, 'ignore');
  t.throws(() => readConfig({ EXTRA_COLUMNS: 'drop' }), { message: /EXTRA_COLUMNS/ });
});

test('an empty variable counts as unset', (t) => {
  const empty = Object.fromEntries([...NUMBERS.map(([name]) => name), 'HOST', 'MODEL_PATH'].map((name) => [name, '']));
  t.deepEqual(readConfig(empty), readConfig({}));
});

const DELAYS: readonly (readonly [Record<string, string>, number])[] = [
  [{}, 5],
  [{ SHUTDOWN_GRACE_SECONDS: '10' }, 5],
  [{ SHUTDOWN_GRACE_SECONDS: '9' }, 4.5],
  [{ SHUTDOWN_GRACE_SECONDS: '1' }, 0.5],
  [{ SHUTDOWN_GRACE_SECONDS: '8', SHUTDOWN_DELAY_SECONDS: '7' }, 7],
];

for (const [environment, delay] of DELAYS) {
  test(`the delay is ${delay} s with ${JSON.stringify(environment)}`, (t) => {
    t.is(readConfig(environment).SHUTDOWN_DELAY_SECONDS, delay);
  });
}

test('a delay that leaves nothing of the grace is refused', (t) => {
  t.throws(() => readConfig({ SHUTDOWN_GRACE_SECONDS: '8', SHUTDOWN_DELAY_SECONDS: '8' }), { message: /less than/ });
});
