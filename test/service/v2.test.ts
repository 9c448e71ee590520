import { createHash } from 'node:crypto';
import test from 'ava';
import { fixturePath } from './support/fixtures.js';
import { get, post, ROW, startService } from './support/service.js';

const MODEL = '/v2/models/random-forest';
const tensor = (more: Record<string, unknown> = {}) => ({
  name: 'features',
  shape: [1, 20],
  datatype: 'FP32',
  data: ROW,
  ...more,
});

test('server, health and model metadata are what clients of the protocol read', async (t) => {
  const { url } = await startService(t);
  t.like((await get(`${url}/v2`)).body, {
    name: 'inference-gitops',
    extensions: ['binary_tensor_data', 'model_configuration', 'model_repository', 'statistics'],
  });
  t.deepEqual((await get(`${url}/v2/health/live`)).body, { live: true });
  t.deepEqual((await get(`${url}/v2/health/ready`)).body, { ready: true });
  t.deepEqual((await get(`${url}${MODEL}/ready`)).body, { name: 'random-forest', ready: true });
  const { body } = await get(`${url}${MODEL}`);
  t.deepEqual(body.inputs, [{ name: 'features', datatype: 'FP32', shape: [-1, 20] }]);
  t.deepEqual(body.outputs, [
    { name: 'label', datatype: 'INT64', shape: [-1] },
    { name: 'probabilities', datatype: 'FP32', shape: [-1, 2] },
  ]);
  t.deepEqual((await get(`${url}${MODEL}/versions/${body.versions[0]}`)).body, body);
  t.is((await get(`${url}${MODEL}/versions/9`)).status, 404);
});

test('flat and nested data give the same answer, the id comes back', async (t) => {
  const { url } = await startService(t);
  const flat = await post(`${url}${MODEL}/infer`, {
    id: 'a"b',
    inputs: [tensor({ shape: [2, 20], data: [...ROW, ...ROW] })],
  });
  const nested = await post(`${url}${MODEL}/infer`, { inputs: [tensor({ shape: [2, 20], data: [ROW, ROW] })] });
  t.is(flat.status, 200);
  t.is(flat.body.id, 'a"b');
  t.deepEqual(flat.body.outputs, nested.body.outputs);
  t.deepEqual(flat.body.outputs[0].shape, [2]);
  t.deepEqual(flat.body.outputs[1].shape, [2, 2]);
});

test('only the outputs asked for come, in the order asked for', async (t) => {
  const { url } = await startService(t);
  const ask = async (...names: string[]): Promise<string[]> => {
    const { body } = await post(`${url}${MODEL}/infer`, {
      inputs: [tensor()],
      outputs: names.map((name) => ({ name })),
    });
    return body.outputs.map(({ name }: { name: string }) => name);
  };
  t.deepEqual(await ask('probabilities'), ['probabilities']);
  t.deepEqual(await ask('probabilities', 'label'), ['probabilities', 'label']);
});

test('what the protocol lets a server ignore is ignored: unknown fields and parameters, and null', async (t) => {
  const { url } = await startService(t);
  const more = { model_name: 'x', from_grpc: false, x: 1 };
  const nothing = { id: null, parameters: null, outputs: null };
  const bodies = [
    { ...more, inputs: [tensor({ ...more, parameters: { content_type: 'np', headers: null } })] },
    { ...nothing, inputs: [tensor({ parameters: null })] },
    { parameters: { sequence_id: 7, priority: 1 }, inputs: [tensor()], outputs: [{ name: 'label', x: 1 }] },
    { inputs: [tensor()], outputs: [{ name: 'label', parameters: null }] },
  ];
  for (const body of bodies) {
    const answer = await post(`${url}${MODEL}/infer`, body);
    t.is(answer.status, 200, JSON.stringify(answer.body));
    t.false(Object.hasOwn(answer.body, 'id'));
  }
});

test('parameters are taken everywhere, and no outputs asked for means all', async (t) => {
  const { url } = await startService(t);
  const body = { parameters: {}, inputs: [tensor({ parameters: { a: 1 } })], outputs: [] as object[] };
  const all = await post(`${url}${MODEL}/infer`, body);
  t.is(all.status, 200);
  t.is(all.body.outputs.length, 2);
  const twice = await post(`${url}${MODEL}/infer`, {
    ...body,
    outputs: [{ name: 'label', parameters: {} }, { name: 'label' }],
  });
  t.is(twice.status, 200);
  t.deepEqual(twice.body.outputs[0], twice.body.outputs[1]);
});

const ALIKE: readonly (readonly [string, Record<string, unknown>])[] = [
  ['64-bit floats', { datatype: 'FP64' }],
  ['integers of any size', { datatype: 'INT64', data: ROW.map(Math.round) }],
  ['an axis of one', { shape: [1, 20, 1] }],
  ['nested data', { data: [ROW] }],
];

for (const [title, more] of ALIKE) {
  test(`${title} are taken for an input of 32-bit floats`, async (t) => {
    const { url } = await startService(t);
    const sent = tensor(more);
    const plain = tensor({ data: [sent.data].flat(2) });
    const answers = [sent, plain].map((input) => post(`${url}${MODEL}/infer`, { inputs: [input] }));
    const [one, other] = await Promise.all(answers);
    t.is(one?.status, 200, JSON.stringify(one?.body));
    t.deepEqual(one?.body, other?.body);
  });
}

test('a data frame, one tensor for each feature, is taken by a model with one input', async (t) => {
  const { url } = await startService(t);
  const column = (index: number, more = {}) => ({
    name: `feature_${index}`,
    shape: [2, 1],
    datatype: 'FP64',
    data: [ROW[index], 0],
    ...more,
  });
  const columns = Array.from({ length: 20 }, (_, index) => column(19 - index));
  const whole = tensor({ shape: [2, 20], data: [ROW, ROW.map(() => 0)] });
  const byColumns = await post(`${url}${MODEL}/infer`, { inputs: columns });
  t.is(byColumns.status, 200, JSON.stringify(byColumns.body));
  t.deepEqual(byColumns.body, (await post(`${url}${MODEL}/infer`, { inputs: [whole] })).body);
  const bad = await post(`${url}${MODEL}/infer`, { inputs: [...columns.slice(1), column(19, { data: [1, 'x'] })] });
  t.regex(bad.body.error, /input "feature_19": data\[1\] must be a finite number.*, got the string "x"/);
  const missing = await post(`${url}${MODEL}/infer`, { inputs: columns.slice(1) });
  t.is(missing.body.error, 'input "feature_19" is missing');
});

const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
  ['no inputs', {}, /inputs must be an array of tensors, got nothing/],
  ['an input that is no object', { inputs: [7] }, /inputs\[0\] must be an object, got 7/],
  ['a missing input', { inputs: [] }, /input "features" is missing/],
  [
    'another input',
    { inputs: [tensor(), tensor({ name: 'x' })] },
    /no further input the string "x"; the inputs are features/,
  ],
  [
    'another datatype',
    { inputs: [tensor({ datatype: 'BOOL' })] },
    /must have the datatype FP32, got the string "BOOL"/,
  ],
  ['another shape', { inputs: [tensor({ shape: [1, 19] })] }, /must have the shape \[rows, 20\], got \[1, 19\]/],
  ['a shape of fractions', { inputs: [tensor({ shape: [0.5, 20] })] }, /must have the shape/],
  ['a huge shape', { inputs: [tensor({ shape: [1e15, 20] })] }, /rows; at most 4096 are taken/],
  ['an empty batch', { inputs: [tensor({ shape: [0, 20], data: [] })] }, /is empty; send at least one row/],
  ['too little data', { inputs: [tensor({ data: [1] })] }, /the shape \[1, 20\] takes 20 values, data has 1/],
  [
    'ragged data',
    { inputs: [tensor({ shape: [2, 20], data: [ROW, [1]] })] },
    /nested, but not like the shape \[2, 20\]/,
  ],
  [
    'null in the data',
    { inputs: [tensor({ data: [...ROW.slice(1), null] })] },
    /data\[19\] must be a finite number.*got null/,
  ],
  [
    'a 64-bit float that 32 bits cannot hold',
    { inputs: [tensor({ datatype: 'FP64', data: [...ROW.slice(1), 1e39] })] },
    /data\[19\] must be a finite number within the range of 32-bit floats, got 1e\+39/,
  ],
  ['the same input twice', { inputs: [tensor(), tensor()] }, /input "features" is there more than once/],
  [
    'shared memory',
    { inputs: [tensor({ parameters: { shared_memory_region: 'x' } })] },
    /inputs\[0\]: shared memory is not served/,
  ],
  [
    'the classification extension',
    { inputs: [tensor()], outputs: [{ name: 'label', parameters: { classification: 1 } }] },
    /outputs\[0\]: the classification extension is not served/,
  ],
  ['parameters that are no object', { inputs: [tensor()], parameters: 1 }, /the body: parameters must be an object/],
  ['parameters of an input', { inputs: [tensor({ parameters: [] })] }, /inputs\[0\]: parameters must be an object/],
  [
    'parameters of an output',
    { inputs: [tensor()], outputs: [{ name: 'label', parameters: 7 }] },
    /outputs\[0\]: parameters must be an object/,
  ],
  ['outputs that are no list', { inputs: [tensor()], outputs: {} }, /outputs must be an array, got an object/],
  ['an output that is no object', { inputs: [tensor()], outputs: ['label'] }, /outputs\[0\] must be an object/],
  [
    'more outputs than there are',
    { inputs: [tensor()], outputs: ['label', 'label', 'label'].map((name) => ({ name })) },
    /the model has 2 outputs, 3 are asked for/,
  ],
  ['a shape of too many axes', { inputs: [tensor({ shape: [1, 20, 2] })] }, /must have the shape/],
  ['a shape of too few axes', { inputs: [tensor({ shape: [20] })] }, /must have the shape \[rows, 20\], got \[20\]/],
  ['a negative number of rows', { inputs: [tensor({ shape: [-1, 20], data: [] })] }, /must have the shape/],
  ['no shape', { inputs: [tensor({ shape: undefined })] }, /must have the shape \[rows, 20\], got nothing/],
  ['too much data', { inputs: [tensor({ data: [...ROW, 1] })] }, /takes 20 values, data has 21/],
  ['data that is no list', { inputs: [tensor({ data: 1 })] }, /data must be an array, got 1/],
  ['an id that is a number', { id: 1, inputs: [tensor()] }, /id must be a string/],
  [
    'an unknown output',
    { inputs: [tensor()], outputs: [{ name: 'x' }] },
    /there is no output the string "x"; the outputs are label, probabilities/,
  ],
];

for (const [title, body, message] of REFUSED) {
  test(`${title}: a 4xx in the protocol's own shape`, async (t) => {
    const { url } = await startService(t);
    const answer = await post(`${url}${MODEL}/infer`, body);
    t.true(answer.status === 400 || answer.status === 413, String(answer.status));
    t.deepEqual(Object.keys(answer.body), ['error']);
    t.regex(answer.body.error, message);
  });
}

test('inputs of different row counts are refused', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('named-inputs') });
  const inputs = [
    { name: 'age', shape: [2, 1], datatype: 'FP32', data: [1, 2] },
    { name: 'children', shape: [1, 1], datatype: 'INT64', data: [1] },
    { name: 'city', shape: [2, 1], datatype: 'BYTES', data: ['a', 'b'] },
  ];
  const { status, body } = await post(`${url}/v2/models/named-inputs/infer`, { inputs });
  t.is(status, 400);
  t.regex(body.error, /different numbers of rows: 2, 1/);
});

test('the description is of this very model', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('named-inputs'), API_KEYS: 'k' });
  const { body } = await get(`${url}/openapi.json`);
  t.true(Object.hasOwn(body.paths, '/v2/models/named-inputs/infer'));
  t.deepEqual(body.components.schemas.Row.anyOf[0].required, ['age', 'children', 'city']);
  t.deepEqual(body.security, [{ bearer: [] }, { header: [] }]);
  t.deepEqual(Object.keys(body.components.securitySchemes), ['bearer', 'header']);
  const [byName, inOrder] = body.components.schemas.Row.anyOf;
  t.deepEqual(
    Object.values<{ type: unknown }>(byName.properties).map(({ type }) => type),
    ['number', ['integer', 'string'], 'string'],
  );
  t.like(inOrder, { minItems: 3, maxItems: 3 });
});

test('the description has the limits of this server', async (t) => {
  const { url } = await startService(t, { MAX_ROWS: '77' });
  const { schemas } = (await get(`${url}/openapi.json`)).body.components;
  t.like(schemas.BatchRequest.properties.instances, { minItems: 1, maxItems: 77 });
  t.like(schemas.Row.anyOf[1], { minItems: 20, maxItems: 20 });
});

test('a cell that is true or false is described so', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('tree-bool') });
  t.is((await get(`${url}/openapi.json`)).body.components.schemas.Row.items.type, 'boolean');
});

test('every path of the description is answered, and references resolve', async (t) => {
  const { url } = await startService(t);
  const { body } = await get(`${url}/openapi.json`);
  for (const [path, methods] of Object.entries<Record<string, unknown>>(body.paths)) {
    const { status } = methods['get'] ? await get(`${url}${path}`) : await post(`${url}${path}`, {});
    t.is(status, methods['get'] || path.endsWith('/index') ? 200 : 400, path);
  }
  const references = [...JSON.stringify(body).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '');
  t.true(references.length > 10);
  for (const name of references) t.true(Object.hasOwn(body.components.schemas, name), name);
});

test('the docs page loads nothing from elsewhere and runs nothing but its own script', async (t) => {
  const { url } = await startService(t);
  const { headers, body } = await get(`${url}/docs`);
  const directives = (headers.get('content-security-policy') ?? '').split('; ');
  t.deepEqual(
    directives.map((directive) => directive.replace(/'sha256-[\w+/=]+'/, 'HASH')),
    [
      "default-src 'none'",
      "connect-src 'self'",
      'style-src HASH',
      'script-src HASH',
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ],
  );
  const inline = Array.from(
    body.matchAll(/<(?:style|script)>(.*?)<\/(?:style|script)>/gs),
    ([, text]: string[]) => text,
  );
  const hashOf = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  t.deepEqual(
    inline.map(hashOf),
    [2, 3].map((index) => directives[index]?.split(' ')[1]),
  );
  t.notRegex(body, /https?:\/\//);
});
