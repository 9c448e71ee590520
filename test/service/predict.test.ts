import { admitted } from '@inference-gitops/service/http/predict.js';
import type { Batcher } from '@inference-gitops/service/inference/batcher.js';
import test from 'ava';
import { fixturePath } from './support/fixtures.js';
import { get, post, ROW, startService } from './support/service.js';

const withCell = (index: number, text: string): string =>
  `{"features":[${ROW.map((value, at) => (at === index ? text : String(value))).join(',')}]}`;

const BAD_CELLS: readonly (readonly [string, string])[] = [
  ['null', 'null'],
  ['a string', '"1.5"'],
  ['true', 'true'],
  ['an empty array', '[]'],
  ['an array of one number', '[7]'],
  ['an object', '{}'],
  ['1e400', '1e400'],
  ['-1e400', '-1e400'],
  ['a number that float32 rounds to infinity', '3.5e38'],
];

for (const [title, text] of BAD_CELLS) {
  test(`${title} among the features is refused with its index`, async (t) => {
    const { url } = await startService(t);
    const { status, body } = await post(`${url}/predict-single`, withCell(13, text));
    t.is(status, 400);
    t.is(body.index, 13);
    t.is(body.field, 'features[13]');
    t.regex(body.error, /^features\[13\] must be a finite number/);
    const many = await post(`${url}/predict`, `{"instances":[[${ROW}],${withCell(2, text).slice(12, -1)}]}`);
    t.is(many.status, 400);
    t.is(many.body.field, 'instances[1][2]');
  });
}

const BAD_BODIES: readonly (readonly [string, string, number])[] = [
  ['nothing', '', 400],
  ['broken JSON', '{"features":[1,', 400],
  ['NaN', withCell(0, 'NaN'), 400],
  ['Infinity', withCell(0, 'Infinity'), 400],
  ['two documents', '{}{}', 400],
  ['a list', '[]', 400],
  ['null', 'null', 400],
  ['a number', '7', 400],
  ['a string', '"features"', 400],
  ['an empty object', '{}', 400],
  ['another field', '{"feature":[1]}', 400],
  ['one field too many', `{"features":[${ROW}],"debug":true}`, 400],
  ['__proto__', `{"features":[${ROW}],"__proto__":{"x":1}}`, 400],
  ['constructor', `{"constructor":{"prototype":{"x":1}},"features":[${ROW}]}`, 400],
  ['features null', '{"features":null}', 400],
  ['features as an object', '{"features":{"0":1}}', 400],
  ['features as a string', '{"features":"11111111111111111111"}', 400],
  ['no features', '{"features":[]}', 400],
  ['19 features', `{"features":[${ROW.slice(1)}]}`, 400],
  ['21 features', `{"features":[${ROW},1]}`, 400],
  ['a row in a row', `{"features":[[${ROW}]]}`, 400],
  ['100,000 nested arrays', `{"features":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400],
  ['more than MAX_BODY_BYTES', `{"features":[${'1,'.repeat(40_000)}1]}`, 413],
];

for (const [title, text, status] of BAD_BODIES) {
  test(`a body of ${title} is answered with ${status} and a JSON error`, async (t) => {
    const { url } = await startService(t, { MAX_BODY_BYTES: title.startsWith('100,000') ? '1000000' : '65536' });
    const { body, ...answer } = await post(`${url}/predict-single`, text);
    t.is(answer.status, status);
    t.is(typeof body.error, 'string');
    t.is(({} as { x?: unknown }).x, undefined);
  });
}

test('a long name in an error is shortened after 40 characters', async (t) => {
  const { url } = await startService(t);
  const errorFor = async (name: string): Promise<string> =>
    (await post(`${url}/predict-single`, { [name]: 1 })).body.error;
  t.is(await errorFor('x'.repeat(40)), `unknown field "${'x'.repeat(40)}"; the only field is features`);
  t.is(await errorFor('x'.repeat(41)), `unknown field "${'x'.repeat(40)}…"; the only field is features`);
});

test('a model whose features have no names takes no object', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('logistic-tensor') });
  const { status, body } = await post(`${url}/predict-single`, { features: { features: ROW } });
  t.is(status, 400);
  t.is(body.error, 'features must be an array, got an object');
});

const BAD_BATCHES: readonly (readonly [string, unknown, number, RegExp])[] = [
  ['an empty batch', { instances: [] }, 400, /instances is empty/],
  ['too many rows', { instances: Array.from({ length: 11 }, () => ROW) }, 413, /11 rows; at most 10/],
  [
    'one row instead of rows',
    { instances: ROW.slice(0, 9) },
    400,
    /instances\[0\] must be an array or an object by name, got -1/,
  ],
  ['instances null', { instances: null }, 400, /instances must be an array/],
];

for (const [title, body, status, message] of BAD_BATCHES) {
  test(`${title} is refused`, async (t) => {
    const { url } = await startService(t, { MAX_ROWS: '10' });
    const answer = await post(`${url}/predict`, body);
    t.is(answer.status, status);
    t.regex(answer.body.error, message);
  });
}

const BAD_TYPES: readonly (readonly [string, Record<string, string>])[] = [
  ['JSON in Latin-1', { 'content-type': 'application/json; charset=iso-8859-1' }],
  ['a form in Latin-1', { 'content-type': 'application/x-www-form-urlencoded;charset="latin1"' }],
  ['a body compressed by brotli', { 'content-encoding': 'br' }],
  ['a body compressed twice', { 'content-encoding': 'gzip, gzip' }],
];

for (const [title, headers] of BAD_TYPES) {
  test(`${title} is answered with 415`, async (t) => {
    const { url } = await startService(t);
    t.is((await post(`${url}/predict-single`, { features: ROW }, headers)).status, 415);
  });
}

test('a hot route and Express give the same answer and the same error', async (t) => {
  const { url } = await startService(t);
  for (const body of [{ features: ROW }, { features: [1] }, '{']) {
    const hot = await post(`${url}/predict-single`, body);
    const express = await post(`${url}/predict-single?by=express`, body);
    t.is(hot.status, express.status);
    t.deepEqual(hot.body, express.body);
    const names = (headers: Headers): string[] => [...headers.keys()];
    t.deepEqual(names(hot.headers), names(express.headers));
  }
});

test('many rows get what each gets alone, in their order, however many run together', async (t) => {
  const { url } = await startService(t, { MAX_BATCH_ROWS: '16' });
  const instances = Array.from({ length: 300 }, (_, row) => ROW.map((value, column) => value * Math.sin(row * column)));
  const { body } = await post(`${url}/predict`, { instances });
  const alone = await Promise.all(instances.map((features) => post(`${url}/predict-single`, { features })));
  t.deepEqual(
    body.predictions,
    alone.map(({ body: { prediction, probabilities } }) => ({ prediction, probabilities })),
  );
});

test('named inputs come as an object or in order', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('named-inputs') });
  const byName = await post(`${url}/predict-single`, { features: { city: 'Perth', age: 40.5, children: 2 } });
  const inOrder = await post(`${url}/predict-single`, { features: [40.5, 2, 'Perth'] });
  t.is(byName.status, 200);
  t.deepEqual(byName.body, inOrder.body);
});

const BAD_NAMED: readonly (readonly [string, unknown, RegExp])[] = [
  ['a missing input', { age: 1, children: 2 }, /features\.city is missing/],
  [
    'an unknown input',
    { age: 1, children: 2, city: 'x', town: 'y' },
    /no column "town"; the columns are age, children, city/,
  ],
  [
    'a fraction for an integer',
    { age: 1, children: 2.5, city: 'x' },
    /features\[1\] \('children'\) must be a whole number/,
  ],
  ['a number for a text', { age: 1, children: 2, city: 5 }, /features\[2\] \('city'\) must be a string, got 5/],
  ['digits as text for a small integer', { age: 1, children: '2', city: 'x' }, /features\[1\] .* whole number/],
  [
    'an integer that JSON has rounded',
    '{"age":1,"children":9007199254740993,"city":"x"}',
    /written as a string beyond 2\^53/,
  ],
  ['a lone surrogate', '{"age":1,"children":1,"city":"\\ud800"}', /must be a string/],
];

for (const [title, features, message] of BAD_NAMED) {
  test(`${title} is refused by name`, async (t) => {
    const { url } = await startService(t, { MODEL_PATH: fixturePath('named-inputs') });
    const text = typeof features === 'string' ? features : JSON.stringify(features);
    const { status, body } = await post(`${url}/predict-single`, `{"features":${text}}`);
    t.is(status, 400);
    t.regex(body.error, message);
  });
}

test('a row that the model refuses fails alone, not the other rows of its batch', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('strings-error-unknown') });
  const cities = ['Perth', 'Atlantis', 'Köln', 'Perth', 'Atlantis', 'Köln'];
  const answers = await Promise.all(cities.map((city) => post(`${url}/predict-single`, { features: [city] })));
  t.deepEqual(
    answers.map(({ status }) => status),
    [200, 422, 200, 200, 422, 200],
  );
  t.regex(answers[1]?.body.error, /^the model refuses these values: /);
});

test('an answer that JSON cannot hold is an error, not null', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('logarithm') });
  const { status, body } = await post(`${url}/predict-single`, { features: [1, 2, -3] });
  t.is(status, 422);
  t.regex(body.error, /output 'y', column 2, is NaN/);
});

test('a model whose rows depend on each other sees every request alone', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('batch-dependent') });
  const rows = [1, 5, 9].map((value) => [value, value, value]);
  const answers = await Promise.all(rows.map((features) => post(`${url}/predict-single`, { features })));
  for (const { body } of answers) t.deepEqual(body.prediction, [0, 0, 0]);
});

const REFUSED: readonly (readonly [string, string, number, string | null])[] = [
  ['GET', '/predict-single', 405, 'POST'],
  ['DELETE', '/predict', 405, 'POST'],
  ['POST', '/health', 405, 'GET, HEAD'],
  ['PUT', '/metrics', 405, 'GET, HEAD'],
  ['OPTIONS', '/predict', 405, 'POST'],
  ['GET', '/nowhere', 404, null],
  ['GET', '/../../etc/passwd', 404, null],
  ['GET', '/%2e%2e/%2e%2e/etc/passwd', 404, null],
  ['GET', '/v2/models/other', 404, null],
  ['GET', '/v2/models/%00', 404, null],
  ['GET', '/%zz', 404, null],
  ['GET', '/v2/models/%zz', 400, null],
];

for (const [method, path, status, allow] of REFUSED) {
  test(`${method} ${path} is answered with ${status}`, async (t) => {
    const { url } = await startService(t);
    const response = await fetch(`${url}${path}`, { method });
    t.is(response.status, status);
    t.is(response.headers.get('allow'), allow);
    t.is(typeof ((await response.json()) as { error: unknown }).error, 'string');
  });
}

test('answers have security headers and reveal nothing about the server', async (t) => {
  const { url } = await startService(t);
  const { headers } = await post(`${url}/predict-single?by=express`, { features: ROW });
  t.is(headers.get('x-powered-by'), null);
  t.is(headers.get('x-content-type-options'), 'nosniff');
  t.regex(headers.get('content-security-policy') ?? '', /default-src 'none'/);
});

test("a client's request id comes back, a hostile one doesn't", async (t) => {
  const { url } = await startService(t);
  const idFor = async (id: string): Promise<string | null> =>
    (await get(`${url}/livez`, { 'x-request-id': id })).headers.get('x-request-id');
  t.is(await idFor('order-17'), 'order-17');
  t.regex((await idFor('a b<script>')) ?? '', /^[0-9a-f]{16}-\d+$/);
});

test('a request that would wait too long is refused before its body is read', async (t) => {
  const full = { admit: () => false } as Batcher;
  const refuse = admitted(full, () => t.fail('the request was handled') as never);
  const reply = await refuse({} as never, {} as never);
  t.like(reply, { status: 503, headers: { 'retry-after': '1' }, body: '{"error":"the server is busy; try again"}' });
});
