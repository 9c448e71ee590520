import { compareRows, type Likeness } from '@inference-gitops/service/model/comparison.js';
import test from 'ava';

type Values = readonly (number | bigint | string)[];

const PAIRS: readonly (readonly [string, string, Values, Values, Likeness])[] = [
  ['equal numbers', 'float32', [1, 2], [1, 2], 'same'],
  ['NaN and infinity in both', 'float32', [Number.NaN, Infinity], [Number.NaN, Infinity], 'same'],
  ['another last digit', 'float32', [1, 2], [1, 2.000_01], 'close'],
  ['another last digit beside NaN', 'float32', [Number.NaN, 2], [Number.NaN, 2.000_01], 'close'],
  ['another number beside infinity', 'float32', [Infinity, 2], [Infinity, 3], 'different'],
  ['a small number beside a large one', 'float32', [1000, 0.01], [1000, 0.02], 'close'],
  ['NaN instead of a number', 'float32', [1, 2], [1, Number.NaN], 'different'],
  ['a number instead of NaN', 'float32', [1, Number.NaN], [1, 2], 'different'],
  ['an infinity instead of a number', 'float32', [1, 2], [1, Infinity], 'different'],
  ['the other zero', 'float32', [0, 1], [-0, 1], 'same'],
  ['more than rounding', 'float32', [1, 2], [1, 2.001], 'different'],
  ['as much where numbers have 16 bits', 'float16', [1, 2], [1, 2.001], 'close'],
  ['more than rounding to 16 bits', 'float16', [1, 2], [1, 2.1], 'different'],
  ['another integer', 'int64', [10_000_000n], [10_000_001n], 'different'],
  ['another text', 'string', ['a'], ['b'], 'different'],
];

for (const [title, type, one, other, likeness] of PAIRS) {
  test(`answers with ${title} are ${likeness}`, (t) => {
    const place = (data: Values) => ({ tables: [{ type, width: data.length, data }], row: 0 });
    t.is(compareRows(place(one), place(other)), likeness);
  });
}
