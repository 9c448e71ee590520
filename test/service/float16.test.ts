import { fromFloat16, toFloat16 } from '@inference-gitops/service/model/float16.js';
import test from 'ava';

test('every 16-bit float is read and written with the same bits', (t) => {
  for (let bits = 0; bits < 2 ** 16; bits++) {
    const value = fromFloat16(bits);
    const isNoNumber = (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;
    if (isNoNumber) t.true(Number.isNaN(value) && Number.isNaN(fromFloat16(toFloat16(value))));
    else if (toFloat16(value) !== bits) t.fail(`${bits} is read as ${value} and written as ${toFloat16(value)}`);
  }
});

const ROUNDED: readonly (readonly [number, number])[] = [
  [0.1, 0.0999755859375],
  [1 + 2 ** -11, 1],
  [1 + 3 * 2 ** -11, 1 + 2 ** -9],
  [2049, 2048],
  [2051, 2052],
  [65_519.99, 65_504],
  [65_520, Number.POSITIVE_INFINITY],
  [-65_520, Number.NEGATIVE_INFINITY],
  [2 ** -25, 0],
  [2 ** -25 * 1.001, 2 ** -24],
  [-1.5 * 2 ** -24, -(2 ** -23)],
  [2 ** -14 - 2 ** -26, 2 ** -14],
];

for (const [value, expected] of ROUNDED) {
  test(`${value} is rounded to the nearest 16-bit float, ${expected}`, (t) => {
    t.is(fromFloat16(toFloat16(value)), expected);
  });
}
