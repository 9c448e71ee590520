import { StartError } from '@inference-gitops/service/errors.js';
import { parseBaseline } from '@inference-gitops/service/model/baseline.js';
import { checkGoldenRows } from '@inference-gitops/service/model/golden.js';
import type { GoldenRow, Model } from '@inference-gitops/service/model/types.js';
import test from 'ava';

const ascending = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const even = (count: number): number[] => Array.from({ length: count }, () => 1 / count);
const feature = (more: object = {}) => ({ name: 'x', edges: [1], shares: [0.5, 0.5], ...more });
const golden = (count: number) => ({ golden: Array.from({ length: count }, () => ({ features: [1] })) });
const features = (...list: object[]) => ({ features: list });
const parse = (value: unknown) => parseBaseline(JSON.stringify(value), 'baseline.json');

test('a baseline may be empty, and a golden row may have any kind of cell and answer', (t) => {
  t.deepEqual(parse({}), { features: [], golden: [] });
  const rows = [{ features: [1, 'a', true], prediction: 'b', probabilities: [0.5, 0.5] }, { features: [] }];
  t.deepEqual(parse({ golden: rows }).golden, [
    { row: [1, 'a', true], prediction: 'b', probabilities: [0.5, 0.5] },
    { row: [] },
  ]);
});

const LIMITS: readonly (readonly [string, unknown, unknown, RegExp])[] = [
  [
    '200 features',
    features(...Array.from({ length: 200 }, () => feature())),
    features(...Array.from({ length: 201 }, () => feature())),
    /features/,
  ],
  [
    '100 bins',
    features(feature({ edges: ascending(99), shares: even(100) })),
    features(feature({ edges: ascending(100), shares: even(101) })),
    /edges/,
  ],
  ['100 golden rows', golden(100), golden(101), /golden/],
  [
    'a name of 100 characters',
    features(feature({ name: 'x'.repeat(100) })),
    features(feature({ name: 'x'.repeat(101) })),
    /name/,
  ],
  [
    'edges that ascend',
    features(feature({ edges: [1, 2], shares: even(3) })),
    features(feature({ edges: [1, 1], shares: even(3) })),
    /edges must ascend/,
  ],
  [
    'shares that add up to about 1',
    features(feature({ shares: [0.5, 0.509] })),
    features(feature({ shares: [0.5, 0.511] })),
    /add up to 1/,
  ],
  ['shares of 0', features(feature({ shares: [0, 1] })), features(feature({ shares: [-0.1, 1.1] })), /shares/],
  [
    'no edges',
    features(feature({ edges: [], shares: [1] })),
    features(feature({ edges: [], shares: [] })),
    /one more than edges/,
  ],
  ['known fields', {}, { drift: [] }, /drift/],
];

for (const [title, accepted, refused, message] of LIMITS) {
  test(`${title} in a baseline, and no more`, (t) => {
    t.notThrows(() => parse(accepted));
    t.throws(() => parse(refused), { instanceOf: StartError, message });
  });
}

test('a baseline that is no JSON is refused', (t) => {
  t.throws(() => parseBaseline('{', 'baseline.json'), {
    instanceOf: StartError,
    message: /baseline\.json is not JSON/,
  });
});

/** A model of two cells that predicts 2 with these probabilities. */
const model = (known: GoldenRow, prediction: number | bigint | string = 2): Model =>
  ({
    rowWidth: 2,
    roles: { prediction: 0, probabilities: 1 },
    baseline: { features: [], golden: [known] },
    run: () => [[prediction], [0.25, 0.75]],
  }) as unknown as Model;

const row = [1, 2];
const KNOWN: readonly (readonly [string, GoldenRow, string | undefined])[] = [
  ['nothing but a row', { row }, undefined],
  ['the same answer', { row, prediction: 2, probabilities: [0.25, 0.75] }, undefined],
  ['an answer within the tolerance', { row, prediction: 2.000_019, probabilities: [0.25, 0.750_009] }, undefined],
  ['another prediction', { row, prediction: 2.0001 }, '2 instead of 2.0001'],
  ['another kind of prediction', { row, prediction: 'two' }, '2 instead of two'],
  ['another probability', { row, prediction: 2, probabilities: [0.25, 0.7501] }, 'probability 0.75 instead of 0.7501'],
  ['more probabilities', { row, probabilities: [0.25, 0.75, 0] }, 'probability undefined instead of 0'],
];

for (const [title, known, difference] of KNOWN) {
  test(`a golden row with ${title} ${difference === undefined ? 'passes' : 'ends the start'}`, async (t) => {
    const check = checkGoldenRows(model(known));
    if (difference === undefined) await t.notThrowsAsync(check);
    else {
      const message = `the model answers known row 0 wrongly: ${difference}`;
      await t.throwsAsync(check, { instanceOf: StartError, message });
    }
  });
}

test('a prediction of int64 or text is compared as text', async (t) => {
  await t.notThrowsAsync(checkGoldenRows(model({ row, prediction: 2 }, 2n)));
  await t.notThrowsAsync(checkGoldenRows(model({ row, prediction: 'a' }, 'a')));
  await t.throwsAsync(checkGoldenRows(model({ row, prediction: 3 }, 2n)));
});

test('a golden row of another width ends the start', async (t) => {
  for (const cells of [[1], [1, 2, 3]]) {
    const message = `known row 0 has ${cells.length} features; the model takes 2`;
    await t.throwsAsync(checkGoldenRows(model({ row: cells })), { instanceOf: StartError, message });
  }
});
