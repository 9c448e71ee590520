import { deflateSync, gzipSync } from 'node:zlib';
import { acceptsGzip } from '@inference-gitops/service/http/compression.js';
import test from 'ava';
import { get, ROW, startService } from './support/service.js';

const BODY = Buffer.from(JSON.stringify({ features: ROW }));

/** POSTs bytes; fetch unpacks the answer itself, so its size on the way is not seen. */
const send = (url: string, body: Buffer, encoding: string): Promise<Response> =>
  fetch(`${url}/predict-single`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
  });

const ENCODED: readonly (readonly [string, Buffer])[] = [
  ['gzip', gzipSync(BODY)],
  ['GZIP', gzipSync(BODY)],
  ['x-gzip', gzipSync(BODY)],
  ['deflate', deflateSync(BODY)],
  ['identity', BODY],
];

for (const [encoding, body] of ENCODED) {
  test(`a body encoded by ${encoding} is answered like a plain one`, async (t) => {
    const { url } = await startService(t);
    const answers = [await send(url, body, encoding), await send(url, BODY, 'identity')];
    t.is(answers[0]?.status, 200);
    t.deepEqual(await answers[0]?.json(), await answers[1]?.json());
  });
}

test('a body unpacks to MAX_UNPACKED_BYTES at most', async (t) => {
  const limit = 100_000;
  const { url } = await startService(t, { MAX_UNPACKED_BYTES: String(limit), MAX_BODY_BYTES: '2000' });
  const padded = (size: number): Buffer => gzipSync(Buffer.concat([BODY, Buffer.alloc(size - BODY.length, ' ')]));
  t.is((await send(url, padded(limit), 'gzip')).status, 200);
  const tooLarge = await send(url, padded(limit + 1), 'gzip');
  t.is(tooLarge.status, 413);
  t.deepEqual(await tooLarge.json(), { error: `the body unpacks to more than ${limit} bytes` });
});

const REFUSED: readonly (readonly [string, Buffer, string, number, string])[] = [
  ['that is not compressed', BODY, 'gzip', 400, 'the body is not valid gzip'],
  ['that breaks off', gzipSync(BODY).subarray(0, 20), 'gzip', 400, 'the body is not valid gzip'],
  ['in another format', gzipSync(BODY), 'deflate', 400, 'the body is not valid deflate'],
  [
    'of a method that is not taken',
    BODY,
    'zstd',
    415,
    'the body is compressed in a way that is not taken; gzip and deflate are',
  ],
];

for (const [title, body, encoding, status, error] of REFUSED) {
  test(`a body ${title} is answered with ${status}`, async (t) => {
    const { url } = await startService(t);
    const answer = await send(url, body, encoding);
    t.is(answer.status, status);
    t.deepEqual(await answer.json(), { error });
  });
}

test('with MAX_UNPACKED_BYTES=0 compressed bodies are not taken', async (t) => {
  const { url } = await startService(t, { MAX_UNPACKED_BYTES: '0' });
  t.is((await send(url, gzipSync(BODY), 'gzip')).status, 415);
  t.is((await send(url, BODY, 'identity')).status, 200);
});

const ACCEPTING: readonly (readonly [string | undefined, boolean])[] = [
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['GZIP', true],
  ['x-gzip', true],
  ['deflate, gzip;q=0.5', true],
  ['gzip; q=0', false],
  ['gzip;q=0.000, *', false],
  ['*', true],
  ['*;q=0', false],
  ['br, deflate', false],
  ['gzipped', false],
  ['gzip;q=x', false],
];

for (const [header, isAccepting] of ACCEPTING) {
  test(`Accept-Encoding ${header ?? 'absent'} takes ${isAccepting ? 'gzip' : 'no gzip'}`, (t) => {
    t.is(acceptsGzip(header), isAccepting);
  });
}

test('answers from GZIP_FROM_BYTES on are compressed for clients that accept it, and no others', async (t) => {
  const size = (await get(`${(await startService(t)).url}/model`)).headers.get('content-length') ?? '';
  const start = (from: number) => startService(t, { GZIP_FROM_BYTES: String(from) });
  const [large, small] = [await start(Number(size)), await start(Number(size) + 1)];
  const ask = async (url: string, accepted: string) => {
    const { headers } = await get(`${url}/model`, { 'accept-encoding': accepted });
    return [headers.get('content-encoding'), headers.get('vary')];
  };
  t.deepEqual(await ask(large.url, 'gzip'), ['gzip', 'accept-encoding']);
  t.deepEqual(await ask(large.url, 'br'), [null, 'accept-encoding']);
  t.deepEqual(await ask(small.url, 'gzip'), [null, null]);
  const plain = await get(`${large.url}/model`, { 'accept-encoding': 'identity' });
  t.deepEqual((await get(`${large.url}/model`, { 'accept-encoding': 'gzip' })).body, plain.body);
});

test('answers are not compressed where GZIP_FROM_BYTES is unset', async (t) => {
  const { url } = await startService(t);
  t.is((await get(`${url}/openapi.json`, { 'accept-encoding': 'gzip' })).headers.get('content-encoding'), null);
});

test('an answer of bytes is compressed whole', async (t) => {
  const { url } = await startService(t, { GZIP_FROM_BYTES: '1' });
  const body = JSON.stringify({
    parameters: { binary_data_output: true },
    inputs: [{ name: 'features', shape: [1, 20], datatype: 'FP32', data: ROW }],
  });
  const ask = async (accepted: string): Promise<Buffer> => {
    const headers = { 'accept-encoding': accepted };
    const answer = await fetch(`${url}/v2/models/random-forest/infer`, { method: 'POST', body, headers });
    return Buffer.from(await answer.arrayBuffer());
  };
  t.deepEqual(await ask('gzip'), await ask('identity'));
});
