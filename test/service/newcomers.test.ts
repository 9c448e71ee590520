import { connect, type Socket } from 'node:net';
import test from 'ava';
import { spawnService } from './support/process.js';
import { ROW } from './support/service.js';

const BODY = JSON.stringify({ features: ROW });
const PREDICT =
  'POST /predict-single HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
  `content-length: ${BODY.length}\r\n\r\n${BODY}`;

const SETTLED = 64;
const NEWCOMERS = 200;

test('clients that connect to a busy server are answered among the settled ones, not after them', async (t) => {
  const { url } = await spawnService(t, { N_ESTIMATORS: '100', MAX_QUEUE_SECONDS: '300' });
  const port = Number(new URL(url).port);
  const open = (): Socket => {
    const socket = connect(port, '127.0.0.1', () => socket.write(PREDICT));
    t.teardown(() => socket.destroy());
    return socket.setNoDelay();
  };
  let settledAnswers = 0;
  const settled = Array.from({ length: SETTLED }, () => {
    const socket = open();
    socket.on('data', (data) => {
      if (!data.includes('HTTP/1.1 200')) return;
      settledAnswers++;
      socket.write(PREDICT);
    });
    return socket;
  });
  await until(() => settledAnswers > SETTLED * 50);
  const before = settledAnswers;
  const waited = await Promise.all(
    Array.from(
      { length: NEWCOMERS },
      () =>
        new Promise<number>((resolve, reject) => {
          const socket = open().on('error', reject);
          socket.once('data', () => resolve(settledAnswers - before));
        }),
    ),
  );
  for (const socket of settled) socket.destroy();
  // Node accepts one connection a turn of its event loop, so that the last would wait for as many turns as come before
  // it: while each settled client got 10 to 30 answers. Let in before the next run, it waits for 2 or 3.
  const rounds = Math.max(...waited) / SETTLED;
  t.true(rounds < 8, `the last one waited while each settled client got ${rounds.toFixed(1)} answers`);
});

const until = async (isDone: () => boolean): Promise<void> => {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 10));
};
