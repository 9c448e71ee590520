import { Batcher } from '@inference-gitops/service/inference/batcher.js';
import type { BatchObserver } from '@inference-gitops/service/inference/observer.js';
import type { Model, Row } from '@inference-gitops/service/model/types.js';
import test from 'ava';

interface Watched extends BatchObserver {
  readonly runs: number[];
  readonly rejected: string[];
}

function watch(): Watched {
  const runs: number[] = [];
  const rejected: string[] = [];
  return {
    runs,
    rejected,
    onRun: (rows) => runs.push(rows),
    onWait: () => {},
    onReject: (reason) => rejected.push(reason),
    onAnswers: () => {},
  };
}

function block(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

/**
 * Makes a model that answers each row with its first cell in a later turn of the event loop, which it blocks for
 * `milliseconds` a row.
 */
function echo({ milliseconds = 0, isRowwise = true, maxRows = 256 } = {}): Model {
  const run = async (rows: readonly Row[]) => {
    await new Promise((resolve) => setImmediate(resolve));
    block(milliseconds * rows.length);
    if (rows.some(([cell]) => cell === -1)) throw new Error('Status Message: no negatives');
    return [rows.map(([cell]) => cell as number)];
  };
  const pace = { secondsPerRun: 0, secondsPerRow: Math.max(1e-6, milliseconds / 1000) };
  return { run, isRowwise, maxRows, pace, parallelRuns: 1 } as unknown as Model;
}

const LIMIT = { maxQueueSeconds: 60 };
const HERE = () => false;
const values = (count: number, from = 0): Row[] => Array.from({ length: count }, (_, index) => [from + index]);

const ask = (batcher: Batcher, rows: readonly Row[], isGone = HERE): Promise<unknown[]> =>
  batcher.submit(rows, isGone, (outputs, row) => outputs[0]?.[row]);

/** Makes a model that answers within the call, after `milliseconds` a row, in storage that each run overwrites. */
function atOnce({ milliseconds = 0 } = {}): Model {
  const kept: number[] = [];
  const run = (rows: readonly Row[]) => {
    block(milliseconds * rows.length);
    if (rows.some(([cell]) => cell === -1)) throw new Error('no negatives');
    rows.forEach(([cell], index) => {
      kept[index] = cell as number;
    });
    return [kept];
  };
  const pace = { secondsPerRun: 0, secondsPerRow: Math.max(1e-6, milliseconds / 1000) };
  return { run, isRowwise: true, maxRows: 256, pace, parallelRuns: 1 } as unknown as Model;
}

test('what arrives in one turn of the event loop runs together', async (t) => {
  const observer = watch();
  const batcher = new Batcher(echo(), LIMIT, observer);
  const answers = await Promise.all(values(10).map((row) => ask(batcher, [row])));
  t.deepEqual(answers.flat(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  t.deepEqual(observer.runs, [10]);
});

test('a single request is answered in the turn of the event loop in which it came', async (t) => {
  const batcher = new Batcher(atOnce(), LIMIT, watch());
  let answer: unknown[] = [];
  void ask(batcher, [[7]]).then((answers) => {
    answer = answers;
  });
  await new Promise((resolve) => setImmediate(resolve));
  t.deepEqual(answer, [7]);
});

test('many that wait are answered in one turn of the event loop, in as many runs as it takes', async (t) => {
  const observer = watch();
  // So slow at load that the budget of a turn is a second, which no other process takes away.
  const pace = { secondsPerRun: 0.4, secondsPerRow: 0 };
  const batcher = new Batcher({ ...atOnce(), pace, maxRows: 4 }, LIMIT, observer);
  await ask(batcher, [[0]]);
  await new Promise((resolve) => setImmediate(resolve));
  const answered: unknown[] = [];
  for (const row of values(10)) void ask(batcher, [row]).then((answers) => answered.push(...answers));
  await new Promise((resolve) => setImmediate(resolve));
  t.deepEqual(observer.runs, [1, 4, 4, 2]);
  t.deepEqual(answered, values(10).flat());
});

test('the time of a run does not include writing the answers of the run before', async (t) => {
  const seconds: number[] = [];
  const observer = { ...watch(), onRun: (_: number, took: number) => seconds.push(took) };
  const batcher = new Batcher({ ...atOnce(), maxRows: 1 }, LIMIT, observer);
  const write = () => block(2);
  // The service's answers are as many promises deep.
  const answer = async (row: Row) => {
    await ask(batcher, [row]);
  };
  await Promise.all(values(20).map((row) => answer(row).then(write)));
  t.is(seconds.length, 20);
  const median = seconds.sort((one, other) => one - other)[10] as number;
  t.true(median < 0.001, `${median} s`);
});

test('many quick rows are answered before more is read', async (t) => {
  const observer = watch();
  const batcher = new Batcher(atOnce(), LIMIT, observer);
  await ask(batcher, [[0]]);
  const answered: unknown[] = [];
  for (const row of values(63)) void ask(batcher, [row]).then((answers) => answered.push(...answers));
  t.deepEqual(observer.runs, [1]);
  void ask(batcher, [[63]]).then((answers) => answered.push(...answers));
  t.deepEqual(observer.runs, [1, 64]);
  await Promise.resolve();
  t.deepEqual(answered, values(64).flat());
});

for (const [title, model] of [
  ['a model that answers in a later turn', echo()],
  ['a slow model', atOnce({ milliseconds: 1 })],
] as const) {
  test(`${title} gets all requests that one turn has read, however many there are`, async (t) => {
    const observer = watch();
    const batcher = new Batcher(model, LIMIT, observer);
    await ask(batcher, [[0]]);
    await new Promise((resolve) => setImmediate(resolve));
    const asked = values(100).map((row) => ask(batcher, [row]));
    t.deepEqual(observer.runs, [1]);
    await Promise.allSettled(asked);
  });
}

test('requests that are split, refused and mixed over several runs each get their own answers', async (t) => {
  const batcher = new Batcher({ ...atOnce(), maxRows: 3 }, LIMIT, watch());
  const asked = [values(5), values(1, 10), [[-1]], values(4, 20)].map((rows) => ask(batcher, rows));
  const answers = await Promise.allSettled(asked);
  t.deepEqual(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason.status)),
    [values(5).flat(), [10], 422, [20, 21, 22, 23]],
  );
});

test('an answer that cannot be written fails its own request only', async (t) => {
  const batcher = new Batcher(atOnce(), LIMIT, watch());
  const unwritable = batcher.submit(values(2), HERE, () => {
    throw new RangeError('not a number');
  });
  const answers = await Promise.allSettled([ask(batcher, [[1]]), unwritable, ask(batcher, [[2]])]);
  t.deepEqual(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason.message)),
    [[1], 'not a number', [2]],
  );
});

test('a model whose rows depend on each other runs every request alone', async (t) => {
  const observer = watch();
  const batcher = new Batcher(echo({ isRowwise: false }), LIMIT, observer);
  await Promise.all([ask(batcher, values(3)), ask(batcher, values(2)), ask(batcher, values(1))]);
  t.deepEqual(observer.runs.sort(), [1, 2, 3]);
});

test('rows that depend on each other run together, however long it takes', async (t) => {
  const observer = watch();
  const batcher = new Batcher(echo({ isRowwise: false, milliseconds: 20 }), LIMIT, observer);
  await ask(batcher, values(10));
  t.deepEqual(observer.runs, [10]);
});

test('a large request is split into runs and put together in order', async (t) => {
  const observer = watch();
  const batcher = new Batcher(echo({ maxRows: 64 }), LIMIT, observer);
  const [large, small] = await Promise.all([ask(batcher, values(500)), ask(batcher, [[7]])]);
  t.deepEqual(large, values(500).flat());
  t.deepEqual(small, [7]);
});

test('a small request does not wait for the end of a large one', async (t) => {
  const batcher = new Batcher(echo({ maxRows: 64 }), LIMIT, watch());
  const order: string[] = [];
  await Promise.all([
    ask(batcher, values(5000)).then(() => order.push('large')),
    ask(batcher, [[7]]).then(() => order.push('small')),
  ]);
  t.deepEqual(order, ['small', 'large']);
});

test('a short request overtakes a long one, which is not overtaken for ever', async (t) => {
  const observer = watch();
  const pace = { secondsPerRun: 0, secondsPerRow: 0.001 };
  const batcher = new Batcher({ ...atOnce(), pace, maxRows: 10 }, LIMIT, observer);
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  // Due after 8 × 30 ms, 8 × 5 ms and 8 ms.
  const asked = [ask(batcher, values(30)).then(note('30')), ask(batcher, values(5)).then(note('5'))];
  asked.push(ask(batcher, values(1)).then(note('1')));
  block(300);
  asked.push(ask(batcher, values(1)).then(note('late 1')));
  await Promise.all(asked);
  t.deepEqual(order, ['1', '5', '30', 'late 1']);
});

test('each request waits once, however many runs it takes', async (t) => {
  const waits: number[] = [];
  const observer = { ...watch(), onWait: (seconds: number) => waits.push(seconds) };
  const batcher = new Batcher({ ...atOnce(), maxRows: 8 }, LIMIT, observer);
  await Promise.all([ask(batcher, values(50)), ask(batcher, values(1))]);
  t.is(waits.length, 2);
});

test('the rest of a refused request is not run', async (t) => {
  const observer = watch();
  const batcher = new Batcher({ ...atOnce(), maxRows: 8 }, LIMIT, observer);
  const rows = values(32);
  rows[9] = [-1];
  await t.throwsAsync(ask(batcher, rows), { message: 'the model refuses these values: no negatives' });
  await new Promise((resolve) => setImmediate(resolve));
  t.deepEqual(observer.runs, [8]);
  t.is(batcher.depth, 0);
});

test("a refusal tells ONNX Runtime's reason without its preamble", async (t) => {
  const batcher = new Batcher(echo(), LIMIT, watch());
  await t.throwsAsync(ask(batcher, [[-1]]), { message: 'the model refuses these values: no negatives' });
});

/** Makes a model that takes so long for a row, without taking it. */
const said = (secondsPerRow: number, more: Partial<Model> = {}): Model =>
  ({ ...echo(), pace: { secondsPerRun: 0, secondsPerRow }, ...more }) as Model;

const outcomes = async (asked: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(asked)).map(({ status }) => status);
const accepted = (statuses: readonly string[]): number => statuses.filter((status) => status === 'fulfilled').length;

test('who would be answered within the limit waits, the next is refused at once with Retry-After', async (t) => {
  const observer = watch();
  const batcher = new Batcher(said(0.1), { maxQueueSeconds: 1.4 }, observer);
  const asked = values(12).map((row) => ask(batcher, [row]));
  t.is(accepted(await outcomes(asked)), 10);
  t.deepEqual(observer.rejected, ['queue_full', 'queue_full']);
  const refusal = await t.throwsAsync(asked[10] as Promise<unknown>);
  t.like(refusal, { status: 503, headers: { 'retry-after': '1' } });
});

test('single rows are admitted behind batches that would fill the limit', async (t) => {
  const batcher = new Batcher(said(0.001), { maxQueueSeconds: 1.4 }, watch());
  const large = Array.from({ length: 11 }, () => ask(batcher, values(100)));
  const small = values(100).map((row) => ask(batcher, [row]));
  t.is(accepted(await outcomes(small)), 100);
  t.is(accepted(await outcomes(large)), 10);
});

test('a request that takes longer than the limit is answered when nobody waits', async (t) => {
  const batcher = new Batcher(said(1), { maxQueueSeconds: 0.5 }, watch());
  t.deepEqual(await ask(batcher, values(3)), [0, 1, 2]);
  t.is(batcher.depth, 0);
  t.deepEqual(await ask(batcher, values(3)), [0, 1, 2]);
});

test('a queue that is worked off slower than at load admits fewer', async (t) => {
  const batcher = new Batcher(
    { ...echo({ milliseconds: 20 }), pace: said(0.001).pace },
    { maxQueueSeconds: 1 },
    watch(),
  );
  t.is(accepted(await outcomes(values(100).map((row) => ask(batcher, [row])))), 100);
  const later = accepted(await outcomes(values(500).map((row) => ask(batcher, [row]))));
  t.true(later > 5 && later < 100, `${later} accepted`);
});

test('as many runs are under way as the model takes, over which the waiting rows are divided', async (t) => {
  const started: number[] = [];
  const release: (() => void)[] = [];
  const run = async (rows: readonly Row[]) => {
    started.push(rows.length);
    await new Promise<void>((resolve) => release.push(resolve));
    return [rows.map(([cell]) => cell as number)];
  };
  const batcher = new Batcher({ ...echo(), run, parallelRuns: 2 }, LIMIT, watch());
  const [five, two] = [ask(batcher, values(5)), ask(batcher, values(2, 10))];
  await new Promise((resolve) => setImmediate(resolve));
  const third = ask(batcher, values(2, 20));
  await new Promise((resolve) => setTimeout(resolve, 10));
  t.deepEqual(started, [4, 3]);
  // The later run ends first; answers keep their order.
  release[1]?.();
  await new Promise((resolve) => setTimeout(resolve, 10));
  t.deepEqual(started, [4, 3, 2]);
  release[0]?.();
  release[2]?.();
  t.deepEqual(await Promise.all([five, two, third]), [values(5).flat(), [10, 11], [20, 21]]);
});

test('runs wait while connections keep coming, but not for ever', async (t) => {
  const observer = watch();
  let turns = 0;
  const batcher = new Batcher(atOnce(), { ...LIMIT, hasNewcomers: () => turns++ < 20 }, observer);
  await ask(batcher, [[1]]);
  t.is(turns, 21);
  const endless = new Batcher(atOnce(), { ...LIMIT, hasNewcomers: () => true }, observer);
  t.deepEqual(await ask(endless, [[2]]), [2]);
});

test('many requests after a few single ones run together', async (t) => {
  const observer = watch();
  const pace = { secondsPerRun: 0.02, secondsPerRow: 0.001 };
  const batcher = new Batcher({ ...echo(), pace }, LIMIT, observer);
  for (const row of values(3)) await ask(batcher, [row]);
  await Promise.allSettled(values(30).map((row) => ask(batcher, [row])));
  t.true(Math.max(...observer.runs) > 10, `runs of ${observer.runs} rows`);
});

test('the request of a client that has left is dropped unanswered', async (t) => {
  const observer = watch();
  const batcher = new Batcher(echo(), LIMIT, observer);
  const first = ask(batcher, [[1]]);
  void ask(batcher, [[2]], () => true);
  const third = ask(batcher, [[3]]);
  t.deepEqual(await Promise.all([first, third]), [[1], [3]]);
  t.deepEqual(observer.rejected, ['client_gone']);
});

test('rows that the model refuses fail their own request only', async (t) => {
  const batcher = new Batcher(echo(), LIMIT, watch());
  const answers = await Promise.allSettled([5, -1, 6, -1, 7].map((cell) => ask(batcher, [[cell]])));
  t.deepEqual(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason.status)),
    [[5], 422, [6], 422, [7]],
  );
  t.deepEqual(await ask(batcher, [[8]]), [8]);
});

test('a large request that is refused in its middle does not hold up the queue', async (t) => {
  const batcher = new Batcher(echo({ maxRows: 8 }), LIMIT, watch());
  const rows = values(100);
  rows[50] = [-1];
  const [large, small] = await Promise.allSettled([ask(batcher, rows), ask(batcher, [[9]])]);
  t.is(large.status, 'rejected');
  t.deepEqual(small.status === 'fulfilled' && small.value, [9]);
  t.deepEqual(await ask(batcher, [[8]]), [8]);
  t.is(batcher.depth, 0);
});
