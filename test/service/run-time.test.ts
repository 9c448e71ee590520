import { RunTime } from '@inference-gitops/service/inference/run-time.js';
import { paceOf } from '@inference-gitops/service/model/pace.js';
import test from 'ava';

const pace = { secondsPerRun: 0.008, secondsPerRow: 0.002 };
const near = (value: number): number => Math.round(value * 1e9) / 1e9;

test('before the first run, runs take as long as at load', (t) => {
  const time = new RunTime(pace);
  t.is(near(time.seconds(1)), 0.01);
  t.is(near(time.seconds(10, 2)), 0.036);
  t.is(near(time.rowsWithin(0.028)), 10);
  t.true(time.rowsWithin(0.007) < 0);
});

test('where further rows cost nothing, any number fits into a run that is long enough', (t) => {
  const time = new RunTime({ secondsPerRun: 0.01, secondsPerRow: 0 });
  t.is(time.rowsWithin(0.02), Number.POSITIVE_INFINITY);
  t.true(time.rowsWithin(0.005) < 0);
});

test('many runs of one row do not make the rows of a large one look expensive', (t) => {
  const time = new RunTime(pace);
  for (let run = 0; run < 1000; run++) time.learn(1, 0.01);
  t.is(near(time.rowsWithin(0.028)), 10);
});

test('a machine that is slower changes the estimate, one that is disturbed for some runs does not', (t) => {
  const time = new RunTime(pace);
  for (let run = 0; run < 31; run++) time.learn(4, 10);
  time.learn(4, 0.016);
  t.is(near(time.seconds(4)), 0.016);
  for (let run = 0; run < 64; run++) time.learn(4, 0.032);
  t.is(near(time.seconds(4)), 0.032);
});

for (const [before, later] of [
  [0, 63],
  [31, 32],
] as const) {
  test(`a fast run after ${before} slower ones counts until there are ${later} more`, (t) => {
    const time = new RunTime(pace);
    const slower = (runs: number): void => {
      for (let run = 0; run < runs; run++) time.learn(4, 0.016);
    };
    slower(before);
    time.learn(4, 0.008);
    slower(later - 1);
    t.is(near(time.seconds(4)), 0.008);
    slower(1);
    t.is(near(time.seconds(4)), 0.016);
  });
}

const timings = [
  ['rows that each take as long as alone', { secondsAlone: 2, secondsTogether: 32, rows: 16 }, [0, 2]],
  ['rows that share what a run costs', { secondsAlone: 10, secondsTogether: 40, rows: 16 }, [8, 2]],
  ['a run of a fixed size', { secondsAlone: 16, secondsTogether: 16, rows: 16, isPadded: true }, [16, 0]],
  ['one row at a time', { secondsAlone: 3, secondsTogether: 3, rows: 1, isPadded: true }, [0, 3]],
  ['a row alone that was held up', { secondsAlone: 100, secondsTogether: 40, rows: 10 }, [36, 0.4]],
  ['rows together that were held up', { secondsAlone: 1, secondsTogether: 64, rows: 16 }, [0, 4]],
] as const;

for (const [title, timed, [secondsPerRun, secondsPerRow]] of timings) {
  test(`the pace of ${title}`, (t) => {
    t.deepEqual(paceOf({ isPadded: false, ...timed }), { secondsPerRun, secondsPerRow });
  });
}
