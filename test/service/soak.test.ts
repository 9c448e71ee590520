import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sampleOf } from './support/exposition.js';
import { type ServiceProcess, spawnService } from './support/process.js';
import { get, post, waveCell } from './support/service.js';

/** Rounds of all clients at once; the first two warm up, so the memory after them is compared with that at the end. */
const ROUNDS = 8;
const BUFFERED = 4_000_000;
/** Two count at a time, as with a rotation: that of the round, and that of the next. */
const keyOf = (round: number): string => `key-of-round-${round}`;

const row = (index: number): number[] => Array.from({ length: 20 }, (_, column) => waveCell(index, column));

test('a mix of clients loses no answer and mixes none up, and leaves nothing in memory', async (t) => {
  t.timeout(600_000);
  const folder = await mkdtemp(join(tmpdir(), 'soak-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const file = join(folder, 'API_KEYS');
  const turnKeys = async (round: number): Promise<void> => {
    await writeFile(`${file}.new`, `${keyOf(round)},${keyOf(round + 1)}`);
    await rename(`${file}.new`, file);
  };
  await turnKeys(0);
  const service = await spawnService(t, {
    API_KEYS_FILE: file,
    MAX_QUEUE_SECONDS: '300',
    MAX_BODY_BYTES: String(BUFFERED),
    MAX_BUFFERED_BYTES: String(BUFFERED),
    LOG_LEVEL: 'info',
  });
  const known = await answersAlone(service);
  const resident: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all([
      turnKeys(round),
      ...repeat(12, (client) => singleRows(t, service, known, { client, key: keyOf(round) })),
      ...repeat(3, () => batches(t, service, known, keyOf(round))),
      ...repeat(10, () => stalledBody(service, keyOf(round))),
      ...repeat(10, (client) => abortedRequest(service, keyOf(round), client)),
      ...repeat(5, () => wrongKey(t, service)),
    ]);
    await countsBy(service, keyOf(round + 1));
    const { body } = await get(`${service.metricsUrl}/metrics`);
    t.is(sampleOf(body, 'inference_queue_depth'), 0);
    resident.push(sampleOf(body, 'process_resident_memory_bytes') ?? 0);
  }
  // Nothing that was given up still counts: a body as large as all may be together is taken.
  const whole = await post(`${service.url}/predict-single`, ' '.repeat(BUFFERED - 1), auth(keyOf(ROUNDS)));
  t.is(whole.status, 400, JSON.stringify(whole.body));
  const grown = Math.max(...resident.slice(-2)) - Math.max(...resident.slice(0, 3));
  t.true(grown < 48 * 2 ** 20, `${resident.map((bytes) => Math.round(bytes / 2 ** 20)).join(', ')} MiB`);
});

const repeat = <T>(times: number, make: (index: number) => T): T[] =>
  Array.from({ length: times }, (_, index) => make(index));

const auth = (key: string) => ({ authorization: `Bearer ${key}` });

/** Waits until a key counts, which is within a second of its file's change. */
async function countsBy({ url }: ServiceProcess, key: string): Promise<void> {
  while ((await post(`${url}/predict-single`, { features: row(0) }, auth(key))).status === 401)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

const ROWS = 100;

/** What each row gives when nobody else asks. */
async function answersAlone({ url }: ServiceProcess): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let index = 0; index < ROWS; index++) {
    const { body } = await post(`${url}/predict-single`, { features: row(index) }, auth(keyOf(0)));
    answers.push(body.prediction);
  }
  return answers;
}

interface Client {
  readonly client: number;
  readonly key: string;
}

async function singleRows(t: ExecutionContext, { url }: ServiceProcess, known: unknown[], { client, key }: Client) {
  for (let index = 0; index < 20; index++) {
    const which = (client * 31 + index) % ROWS;
    const { status, body } = await post(`${url}/predict-single`, { features: row(which) }, auth(key));
    if (status !== 200) t.fail(`${status} ${JSON.stringify(body)}`);
    t.deepEqual(body.prediction, known[which]);
  }
}

async function batches(t: ExecutionContext, { url }: ServiceProcess, known: unknown[], key: string) {
  const instances = repeat(ROWS, row);
  for (let index = 0; index < 5; index++) {
    const { status, body } = await post(`${url}/v1/models/random-forest:predict`, { instances }, auth(key));
    if (status !== 200) return t.fail(`${status} ${JSON.stringify(body)}`);
    t.deepEqual(body.predictions, known);
  }
}

async function wrongKey(t: ExecutionContext, { url }: ServiceProcess) {
  t.is((await post(`${url}/predict-single`, { features: row(0) }, auth('nobody'))).status, 401);
}

const headOf = (key: string, length: number): string =>
  `POST /predict-single HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n` +
  `content-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

/** Sends half of a large body, waits, and goes away. */
function stalledBody(service: ServiceProcess, key: string): Promise<void> {
  return sendAndLeave(service, headOf(key, 200_000) + ' '.repeat(100_000), 300);
}

/** Sends a whole request, and doesn't wait for its answer. */
function abortedRequest(service: ServiceProcess, key: string, client: number): Promise<void> {
  const body = JSON.stringify({ features: row(client) });
  return sendAndLeave(service, headOf(key, body.length) + body, client);
}

function sendAndLeave({ url }: ServiceProcess, text: string, milliseconds: number): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  return new Promise((resolve) => {
    socket.on('close', () => resolve());
    socket.write(text, () => setTimeout(() => socket.destroy(), milliseconds));
  });
}
