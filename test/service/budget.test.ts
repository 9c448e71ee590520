import { Budget } from '@inference-gitops/service/inference/budget.js';
import type { Model, Pace } from '@inference-gitops/service/model/types.js';
import test from 'ava';

const model = (pace: Pace, more: Partial<Model> = {}): Model =>
  ({ pace, isRowwise: true, maxRows: 256, ...more }) as unknown as Model;
const near = (value: number): number => Math.round(value * 1e6) / 1e6;

const BUDGETS: readonly (readonly [string, Model, number])[] = [
  ['a quick model', model({ secondsPerRun: 0, secondsPerRow: 1e-5 }), 0.005],
  ['a model whose rows take two milliseconds', model({ secondsPerRun: 0, secondsPerRow: 0.002 }), 0.005],
  ['a model that costs by the run', model({ secondsPerRun: 0.0032, secondsPerRow: 0 }), 0.008],
  ['a slow model', model({ secondsPerRun: 0.008, secondsPerRow: 0.012 }), 0.05],
];

for (const [title, of, seconds] of BUDGETS) {
  test(`the budget of ${title} is ${seconds} s`, (t) => t.is(near(new Budget(of).seconds), seconds));
}

test('a batch has as many rows as the budget allows: at least one, at most those of the model', (t) => {
  t.is(new Budget(model({ secondsPerRun: 0, secondsPerRow: 1e-4 })).rowsPerRun, 50);
  t.is(new Budget(model({ secondsPerRun: 0, secondsPerRow: 1 })).rowsPerRun, 2);
  t.is(new Budget(model({ secondsPerRun: 0, secondsPerRow: 1e-6 })).rowsPerRun, 256);
  t.is(new Budget(model({ secondsPerRun: 0, secondsPerRow: 1 }, { isRowwise: false })).rowsPerRun, 256);
  const slower = new Budget(model({ secondsPerRun: 0, secondsPerRow: 1 }));
  for (let run = 0; run < 64; run++) slower.learn(1, 10);
  t.is(slower.rowsPerRun, 1);
});

test('64 quick rows are worth a run, fewer or slower ones are not', (t) => {
  const quick = new Budget(model({ secondsPerRun: 0, secondsPerRow: 1e-5 }));
  t.false(quick.isWorthARun(63));
  t.true(quick.isWorthARun(64));
  t.false(quick.isWorthARun(126), 'a quarter of the budget');
  t.false(new Budget(model({ secondsPerRun: 0.0026, secondsPerRow: 1e-6 })).isWorthARun(64));
});

test('the next run takes as long as its rows, of which it has no more than a batch', (t) => {
  const budget = new Budget(model({ secondsPerRun: 0.001, secondsPerRow: 1e-4 }, { maxRows: 10 }));
  t.is(near(budget.nextRunSeconds(5)), 0.0015);
  t.is(near(budget.nextRunSeconds(500)), 0.002);
});
