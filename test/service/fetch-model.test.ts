import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Ended, runToEnd } from './support/process.js';

const OBJECT = Buffer.from('the bytes of a model '.repeat(10_000));
const SHA256 = createHash('sha256').update(OBJECT).digest('hex');

interface Fetched extends Ended {
  readonly folder: string;
  readonly path: string;
  /** The paths that were requested from the server. */
  readonly asked: readonly string[];
}

/** Runs the program against a server that answers like S3. */
async function fetchModel(
  t: ExecutionContext,
  s3: RequestListener,
  more: Record<string, string> = {},
  signal?: NodeJS.Signals,
): Promise<Fetched> {
  const asked: string[] = [];
  const started: { child?: ChildProcess } = {};
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    s3(request, response);
    if (signal !== undefined) started.child?.kill(signal);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'fetch-model-'));
  t.teardown(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  const path = join(folder, 'models', 'model.onnx');
  const { port } = server.address() as AddressInfo;
  const ended = await runToEnd(
    {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_REGION: 'ap-southeast-2',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      MODEL_S3_URI: 's3://models/fraud/v7 (final).onnx',
      MODEL_SHA256: SHA256,
      MODEL_PATH: path,
      ...more,
    },
    { file: 'fetch-model.js', onSpawn: (spawned) => Object.assign(started, { child: spawned }) },
  );
  return { ...ended, folder, path, asked };
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

const give: RequestListener = (_, response) => response.writeHead(200, { 'content-length': OBJECT.length }).end(OBJECT);
const fail =
  (status: number, code: string): RequestListener =>
  (_, response) =>
    response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);

test('the object is at MODEL_PATH, whole, and nothing else is left', async (t) => {
  const { code, stderr, path, folder, asked } = await fetchModel(t, give);
  t.is(code, 0, stderr);
  t.deepEqual(await readFile(path), OBJECT);
  t.deepEqual(await filesIn(folder), ['model.onnx']);
  t.deepEqual(asked, ['/models/fraud/v7%20%28final%29.onnx?x-id=GetObject']);
});

test('the object has up to MODEL_MAX_BYTES, whether its length comes first or not', async (t) => {
  const inChunks: RequestListener = (_, response) => void response.writeHead(200).end(OBJECT);
  for (const s3 of [give, inChunks]) {
    const most = await fetchModel(t, s3, { MODEL_MAX_BYTES: String(OBJECT.length) });
    t.is(most.code, 0, most.stderr);
    const { code, stderr } = await fetchModel(t, s3, { MODEL_MAX_BYTES: String(OBJECT.length - 1) });
    t.is(code, 1);
    t.regex(stderr, /is larger than \d+ bytes/);
  }
});

/** Answers for the object itself as well as for files beside it, each with its own bytes. */
const WEIGHTS = Buffer.from('the bytes of weights '.repeat(1000));
const giveBoth: RequestListener = (request, response) => {
  const body = request.url?.includes('final') ? OBJECT : WEIGHTS;
  response.writeHead(200, { 'content-length': body.length }).end(body);
};
const filesOf = (...names: readonly string[]): string =>
  names.map((name) => `${createHash('sha256').update(WEIGHTS).digest('hex')}  ${name}`).join('\n');

test('files with weights come from the folder of the model, and before it', async (t) => {
  const MODEL_FILES = filesOf('v7.data', 'parts/1 of 2.bin');
  const { code, stderr, path, folder, asked } = await fetchModel(t, giveBoth, { MODEL_FILES });
  t.is(code, 0, stderr);
  t.deepEqual(
    asked.map((url) => url.slice(0, url.indexOf('?'))),
    ['/models/fraud/v7.data', '/models/fraud/parts/1%20of%202.bin', '/models/fraud/v7%20%28final%29.onnx'],
  );
  t.deepEqual((await filesIn(folder)).sort(), ['1 of 2.bin', 'model.onnx', 'v7.data']);
  t.deepEqual(await readFile(join(path, '../parts/1 of 2.bin')), WEIGHTS);
});

test('all files together have up to MODEL_MAX_BYTES', async (t) => {
  const together = OBJECT.length + WEIGHTS.length;
  const fetched = (most: number) =>
    fetchModel(t, giveBoth, { MODEL_FILES: filesOf('v7.data'), MODEL_MAX_BYTES: String(most) });
  const most = await fetched(together);
  t.is(most.code, 0, most.stderr);
  const { code, stderr } = await fetched(together - 1);
  t.is(code, 1);
  t.regex(stderr, /v7 \(final\)\.onnx is larger than \d+ bytes, which files before it leave; raise MODEL_MAX_BYTES/);
});

test('a file with another digest is named, and the model is not there', async (t) => {
  const MODEL_FILES = `${'0'.repeat(64)}  v7.data`;
  const { code, stderr, folder } = await fetchModel(t, giveBoth, { MODEL_FILES });
  t.is(code, 1);
  t.regex(stderr, /s3:\/\/models\/fraud\/v7\.data has the digest [0-9a-f]{64}, MODEL_FILES demands 0{64}/);
  t.deepEqual(await filesIn(folder), []);
});

const FAILURES: readonly (readonly [string, RequestListener, Record<string, string>, RegExp])[] = [
  ['another digest', give, { MODEL_SHA256: '0'.repeat(64) }, /has the digest [0-9a-f]{64}, MODEL_SHA256 demands 0{64}/],
  ['an object over the limit', give, { MODEL_MAX_BYTES: '1000' }, /is larger than 1000 bytes/],
  [
    'a missing object',
    fail(404, 'NoSuchKey'),
    {},
    /s3:\/\/models\/fraud\/v7 \(final\)\.onnx does not exist \(NoSuchKey\)/,
  ],
  ['a missing bucket', fail(404, 'NoSuchBucket'), {}, /does not exist \(NoSuchBucket\)/],
  [
    'a key that S3 does not know',
    fail(403, 'InvalidAccessKeyId'),
    {},
    /access to s3:.* is denied \(InvalidAccessKeyId/,
  ],
  ['denied access', fail(403, 'AccessDenied'), {}, /access to s3:.* is denied.*check the pod's role/],
  ...['../v7.data', '/v7.data', 'a//b', './v7.data', 'a/..'].map((file): (typeof FAILURES)[number] => [
    `a file at ${file}`,
    give,
    { MODEL_FILES: `${SHA256}  ${file}` },
    /MODEL_FILES must be lines of sha256sum/,
  ]),
  [
    'no settings',
    give,
    { MODEL_S3_URI: '', MODEL_SHA256: 'x' },
    /MODEL_S3_URI must be s3:\/\/bucket\/key\s+MODEL_SHA256 must be 64/,
  ],
  [
    'an answer that breaks off',
    (_, response) => {
      response.writeHead(200, { 'content-length': OBJECT.length });
      response.write(OBJECT.subarray(0, 1000), () => response.destroy());
    },
    {},
    /can't fetch s3:/,
  ],
];

for (const [title, s3, environment, message] of FAILURES) {
  test(`${title}: the reason on stderr, exit 1, nothing left behind`, async (t) => {
    const { code, stderr, folder } = await fetchModel(t, s3, environment);
    t.is(code, 1);
    t.regex(stderr, message);
    t.notRegex(stderr, /\n\s+at /);
    t.deepEqual(await filesIn(folder), []);
  });
}

const breakOff: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': OBJECT.length });
  // The client has to have got the headers: before, its own attempts go on.
  response.write(OBJECT.subarray(0, 1000), () => setTimeout(() => response.destroy(), 1000));
};
const stall: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': OBJECT.length });
  response.write(OBJECT.subarray(0, 1000));
};

/** Answers each request by the next listener, and further ones by the last. */
function inTurn(...listeners: readonly RequestListener[]): RequestListener {
  let next = 0;
  return (request, response) => listeners[Math.min(next++, listeners.length - 1)]?.(request, response);
}

test('an answer that breaks off or stalls is asked for again', async (t) => {
  const s3 = inTurn(breakOff, stall, fail(503, 'SlowDown'), give);
  const { code, stderr, path, folder, asked } = await fetchModel(t, s3, { MODEL_FETCH_IDLE_SECONDS: '4' });
  t.is(code, 0, stderr);
  t.is(asked.length, 4);
  t.deepEqual(await readFile(path), OBJECT);
  t.deepEqual(await filesIn(folder), ['model.onnx']);
  t.regex(stderr, /attempt 1 of 5: it broke off after 1000 bytes.*\nattempt 2 of 5: nothing arrived for 4 s/);
});

const NEVER: readonly (readonly [string, RequestListener])[] = [
  ['an answer that stalls again and again', stall],
  ['an answer that never begins', () => {}],
];

for (const [title, s3] of NEVER) {
  test(`${title} ends after MODEL_FETCH_SECONDS`, async (t) => {
    const limits = { MODEL_FETCH_IDLE_SECONDS: '1', MODEL_FETCH_SECONDS: '2.5' };
    const { code, stderr, folder } = await fetchModel(t, s3, limits);
    t.is(code, 1);
    t.regex(stderr, /did not arrive within 2\.5 s \(MODEL_FETCH_SECONDS\)/);
    t.deepEqual(await filesIn(folder), []);
  });
}

test('what is final is asked for once', async (t) => {
  t.is((await fetchModel(t, fail(404, 'NoSuchKey'))).asked.length, 1);
  t.is((await fetchModel(t, give, { MODEL_SHA256: '0'.repeat(64) })).asked.length, 1);
});

test('a bucket elsewhere: its region is named', async (t) => {
  const redirect: RequestListener = (_, response) =>
    response
      .writeHead(301, { 'content-type': 'application/xml', 'x-amz-bucket-region': 'eu-central-1' })
      .end('<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>');
  const { code, stderr } = await fetchModel(t, redirect);
  t.is(code, 1);
  t.regex(stderr, /is in the region eu-central-1, and AWS_REGION is ap-southeast-2/);
});

test('what a killed fetch has left is overwritten', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'fetch-model-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'model.onnx');
  await writeFile(`${path}.part`, Buffer.alloc(1_000_000));
  t.is((await fetchModel(t, give, { MODEL_PATH: path })).code, 0);
  t.deepEqual(await readFile(path), OBJECT);
  t.deepEqual(await filesIn(folder), ['model.onnx']);
});

test('SIGTERM ends a fetch, and leaves nothing', async (t) => {
  const { code, stderr, folder } = await fetchModel(t, stall, {}, 'SIGTERM');
  t.is(code, 143);
  t.regex(stderr, /^ended by SIGTERM$/m);
  t.deepEqual(await filesIn(folder), []);
});
