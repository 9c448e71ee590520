import { readBinary, writeBinary } from '@inference-gitops/service/http/v2-binary.js';
import type { ModelOutput } from '@inference-gitops/service/model/types.js';
import test from 'ava';
import { fixturePath } from './support/fixtures.js';
import { post, ROW, type RunningService, startService } from './support/service.js';

const output = (datatype: string): ModelOutput => ({ type: { datatype } }) as ModelOutput;

type Values = readonly (number | bigint | string)[];

/** Values at the limits of each datatype, and what they are read as. */
const TYPES: Readonly<Record<string, readonly [written: Values, read: readonly unknown[]]>> = {
  BOOL: [
    [0, 1],
    [false, true],
  ],
  INT8: [
    [-128, 127],
    [-128, 127],
  ],
  UINT8: [
    [0, 255],
    [0, 255],
  ],
  INT16: [
    [-32_768, 32_767],
    [-32_768, 32_767],
  ],
  UINT16: [
    [0, 65_535],
    [0, 65_535],
  ],
  INT32: [
    [-(2 ** 31), 2 ** 31 - 1],
    [-(2 ** 31), 2 ** 31 - 1],
  ],
  UINT32: [
    [0, 2 ** 32 - 1],
    [0, 2 ** 32 - 1],
  ],
  INT64: [
    [-(2n ** 63n), -7n, 2n ** 53n],
    ['-9223372036854775808', -7, '9007199254740992'],
  ],
  UINT64: [
    [7n, 2n ** 64n - 1n],
    [7, '18446744073709551615'],
  ],
  FP32: [
    [0.5, Number.NaN, -Infinity],
    [0.5, Number.NaN, -Infinity],
  ],
  FP64: [
    [0.1, -0],
    [0.1, -0],
  ],
  BYTES: [
    ['', 'Köln', 'a\0b'],
    ['', 'Köln', 'a\0b'],
  ],
};

for (const [datatype, [written, read]] of Object.entries(TYPES)) {
  test(`${datatype} is written and read as bytes`, (t) => {
    const bytes = writeBinary(written, output(datatype));
    t.deepEqual(readBinary(bytes, datatype, { count: written.length, subject: 'x' }), [...read]);
  });
}

test('bytes are little-endian, and texts stand behind their length', (t) => {
  t.is(writeBinary([1], output('INT32')).toString('hex'), '01000000');
  t.is(writeBinary([1], output('FP32')).toString('hex'), '0000803f');
  t.is(writeBinary(['Kö'], output('BYTES')).toString('hex'), '030000004bc3b6');
});

const WRONG: readonly (readonly [string, string, string, number, RegExp])[] = [
  ['too few bytes', 'FP32', '0000803f', 2, /its shape takes 8 bytes of FP32, binary_data_size is 4/],
  ['a part of an element', 'FP32', '0000803f00', 1, /takes 4 bytes of FP32, binary_data_size is 5/],
  ['an unknown datatype', 'BF16', '0000', 1, /datatype that is not taken as bytes/],
  ['a text that breaks off', 'BYTES', '0400000061', 1, /its bytes end inside data\[0\]/],
  ['a length that breaks off', 'BYTES', '0000', 1, /its bytes end inside data\[0\]/],
  ['a huge length', 'BYTES', 'ffffffff61', 1, /its bytes end inside data\[0\]/],
  ['too few texts', 'BYTES', '0100000061', 2, /its shape takes 2 values/],
  ['too many texts', 'BYTES', '01000000610100000061', 1, /its shape takes 1 values/],
  ['a text that is not UTF-8', 'BYTES', '01000000ff', 1, /data\[0\] must be a string in UTF-8/],
];

for (const [title, datatype, hex, count, message] of WRONG) {
  test(`${title} is refused`, (t) => {
    t.throws(() => readBinary(Buffer.from(hex, 'hex'), datatype, { count, subject: 'x' }), { message });
  });
}

const INFER = '/v2/models/random-forest/infer';
const FLOATS = Buffer.from(Float32Array.from(ROW).buffer);
const tensor = (size: unknown, more = {}) => ({
  name: 'features',
  shape: [1, 20],
  datatype: 'FP32',
  parameters: { binary_data_size: size },
  ...more,
});

/** Sends JSON with bytes behind it. */
async function send({ url }: RunningService, json: object, bytes: Buffer, path = INFER, more = {}) {
  const head = Buffer.from(JSON.stringify(json));
  const headers = { 'inference-header-content-length': String(head.length), ...more };
  const answer = await fetch(url + path, { method: 'POST', body: Buffer.concat([head, bytes]), headers });
  const body = Buffer.from(await answer.arrayBuffer());
  const length = Number(answer.headers.get('inference-header-content-length') ?? body.length);
  return {
    status: answer.status,
    json: JSON.parse(body.subarray(0, length).toString()),
    bytes: body.subarray(length),
    type: answer.headers.get('content-type'),
  };
}

test('bytes behind the JSON are answered like values in it, as JSON and as bytes', async (t) => {
  const service = await startService(t);
  const plain = await post(service.url + INFER, { inputs: [tensor(undefined, { parameters: {}, data: ROW })] });
  const asJson = await send(service, { inputs: [tensor(80)] }, FLOATS);
  t.deepEqual(asJson.json, plain.body);
  t.is(asJson.type, 'application/json');
  const asBytes = await send(service, { parameters: { binary_data_output: true }, inputs: [tensor(80)] }, FLOATS);
  t.is(asBytes.type, 'application/octet-stream');
  t.deepEqual(
    asBytes.json.outputs.map(({ parameters }: { parameters: object }) => parameters),
    [{ binary_data_size: 8 }, { binary_data_size: 8 }],
  );
  const [label, probabilities] = plain.body.outputs;
  t.is(asBytes.bytes.readBigInt64LE(0), BigInt(label.data[0]));
  t.deepEqual([asBytes.bytes.readFloatLE(8), asBytes.bytes.readFloatLE(12)], probabilities.data);
});

test('an output tells for itself whether it comes as bytes', async (t) => {
  const service = await startService(t);
  const outputs = [
    { name: 'label', parameters: { binary_data: false } },
    { name: 'probabilities', parameters: { binary_data: true } },
    { name: 'label' },
  ].slice(0, 2);
  const { json, bytes } = await send(
    service,
    { parameters: { binary_data_output: true }, inputs: [tensor(80)], outputs },
    FLOATS,
  );
  t.deepEqual(Object.keys(json.outputs[0]), ['name', 'shape', 'datatype', 'data']);
  t.deepEqual(json.outputs[1].parameters, { binary_data_size: 8 });
  t.is(bytes.length, 8);
});

test('integers beyond 2^53 arrive exact as bytes', async (t) => {
  const service = await startService(t, { MODEL_PATH: fixturePath('named-inputs') });
  const inputs = [
    { name: 'age', shape: [1, 1], datatype: 'FP32', parameters: { binary_data_size: 4 } },
    { name: 'children', shape: [1, 1], datatype: 'INT64', parameters: { binary_data_size: 8 } },
    { name: 'city', shape: [1, 1], datatype: 'BYTES', data: ['Perth'] },
  ];
  const bytes = Buffer.alloc(12);
  bytes.writeFloatLE(40, 0);
  bytes.writeBigInt64LE(2n ** 53n + 1n, 4);
  const path = '/v2/models/named-inputs/infer';
  const answer = await send(service, { inputs }, bytes, path);
  const plain = [
    { ...inputs[0], parameters: {}, data: [40] },
    { ...inputs[1], parameters: {}, data: ['9007199254740993'] },
    inputs[2],
  ];
  t.is(answer.status, 200, JSON.stringify(answer.json));
  t.deepEqual(answer.json, (await post(service.url + path, { inputs: plain })).body);
});

const REFUSED: readonly (readonly [string, object, Buffer, RegExp])[] = [
  ['bytes that nobody claims', { inputs: [tensor(76)] }, FLOATS, /4 bytes behind the JSON belong to no input/],
  ['more bytes than there are', { inputs: [tensor(84)] }, FLOATS, /binary_data_size must be .* at most 80/],
  ['a negative size', { inputs: [tensor(-1)] }, FLOATS, /binary_data_size must be a whole number/],
  ['a size that is text', { inputs: [tensor('80')] }, FLOATS, /binary_data_size must be a whole number/],
  ['a BOOL that is neither', { inputs: [tensor(80, { datatype: 'BOOL' })] }, FLOATS, /must have the datatype FP32/],
  ['another number of bytes', { inputs: [tensor(80, { shape: [2, 20] })] }, FLOATS, /its shape takes 160 bytes/],
];

for (const [title, json, bytes, message] of REFUSED) {
  test(`${title}: 400 in the protocol's own shape`, async (t) => {
    const answer = await send(await startService(t), json, bytes);
    t.is(answer.status, 400);
    t.deepEqual(Object.keys(answer.json), ['error']);
    t.regex(answer.json.error, message);
  });
}

for (const length of ['-1', '1e2', 'x', '99999999', '']) {
  test(`the header length '${length}' is refused`, async (t) => {
    const answer = await send(await startService(t), { inputs: [tensor(80)] }, FLOATS, INFER, {
      'inference-header-content-length': length,
    });
    t.is(answer.status, 400);
    t.regex(answer.json.error, /Inference-Header-Content-Length must be a whole number of at most/);
  });
}

test('a byte that is neither true nor false is refused', async (t) => {
  const service = await startService(t, { MODEL_PATH: fixturePath('tree-bool') });
  const inputs = [{ name: 'X', shape: [1, 6], datatype: 'BOOL', parameters: { binary_data_size: 6 } }];
  const answer = await send(service, { inputs }, Buffer.from([0, 1, 0, 1, 2, 0]), '/v2/models/tree-bool/infer');
  t.is(answer.status, 400);
  t.regex(answer.json.error, /data\[4\] must be true or false/);
});

test('what JSON has no form for is answered as bytes', async (t) => {
  const service = await startService(t, { MODEL_PATH: fixturePath('logarithm') });
  const inputs = [{ name: 'x', shape: [1, 3], datatype: 'FP32', data: [1, 0, -1] }];
  const path = '/v2/models/logarithm/infer';
  const { bytes } = await send(service, { parameters: { binary_data_output: true }, inputs }, Buffer.alloc(0), path);
  t.deepEqual(
    [0, 4, 8].map((at) => bytes.readFloatLE(at)),
    [0, -Infinity, Number.NaN],
  );
  t.is((await post(service.url + path, { inputs })).status, 422);
});
