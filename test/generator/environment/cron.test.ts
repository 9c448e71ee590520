import test from 'ava';
import { cronMistake } from '../../../generator/environment/cron.js';

for (const schedule of [
  '0 22 * * *',
  '*/15 0-6,22 1 jan-mar MON-FRI',
  '59 23 31 12 6',
  '0 0 ? * SUN',
  '10-20/2 * * * *',
]) {
  test(`${schedule} is a schedule`, (t) => {
    t.is(cronMistake(schedule), undefined);
  });
}

const mistakes: readonly [schedule: string, mistake: RegExp][] = [
  ['0 22 * *', /4 fields/],
  ['0 0 22 * * *', /6 fields/],
  ['', /0 fields/],
  ['60 * * * *', /minute must be .* 0 to 59/],
  ['* 24 * * *', /hour must be .* 0 to 23/],
  ['* * 0 * *', /day of the month must be .* 1 to 31/],
  ['* * * 13 *', /month must be/],
  ['* * * * 7', /day of the week must be .* 0 to 6/],
  ['* * * * funday', /day of the week/],
  ['5-1 * * * *', /minute/],
  ['*/0 * * * *', /minute/],
  ['1/2/3 * * * *', /minute/],
  ['1-2-3 * * * *', /minute/],
  ['1, * * * *', /minute/],
  ['0 0 * * "5', /day of the week/],
];

for (const [schedule, mistake] of mistakes) {
  test(`«${schedule}» is no schedule`, (t) => {
    t.regex(cronMistake(schedule) ?? '', mistake);
  });
}
