import test from 'ava';
import { progressOn } from '../../../generator/report/progress.js';

/** Lets each step take so many milliseconds, and gives what is written. */
function written(steps: number, each: number): string[] {
  const lines: string[] = [];
  let time = 0;
  const progress = progressOn(
    (text) => lines.push(text),
    () => time,
  );
  for (let done = 0; done < steps; done += 1) {
    time += each;
    progress.step('read', done, steps);
  }
  progress.end();
  return lines;
}

test('what takes less than a second says nothing', (t) => {
  t.deepEqual(written(9, 100), []);
});

test('after a second one line says how far it is, ten times a second at most, and goes at the end', (t) => {
  const lines = written(30, 50);
  t.is(lines[0], '\r\u001b[K19 of 30 environments read');
  t.is(lines.length, 7);
  t.is(lines.at(-1), '\r\u001b[K');
});
