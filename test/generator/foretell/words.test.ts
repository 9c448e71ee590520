import test from 'ava';
import type { CostDelta } from '../../../generator/cost/delta.js';
import type { Change } from '../../../generator/foretell/change.js';
import { changesMarkdown, changesText, lineOf } from '../../../generator/foretell/words.js';

const change = (edit: Partial<Change> = {}): Change => ({
  environment: 'prod',
  workload: undefined,
  consequence: 'restarts',
  object: 'Deployment a/b',
  field: 'spec.x',
  from: 1,
  to: 2,
  note: '',
  ...edit,
});

const markdownOf = (changes: readonly Change[]): string => changesMarkdown({ changes, costs: [] });

test('a line names the object, the field, both values, what follows and the cause', (t) => {
  const cause = { file: 'environments/prod.yaml', line: 3, column: 5, path: 'a' };
  t.is(
    lineOf(change({ from: undefined, note: 'Pods are replaced.', cause })),
    'Deployment a/b spec.x: nothing → 2. Pods are replaced. (environments/prod.yaml:3:5)',
  );
});

test('the gravest comes first, environment by environment', (t) => {
  const changes = [
    change({ consequence: 'text only', object: 'RUNBOOK.md', field: '' }),
    change({ consequence: 'destroyed', object: 'Service a/b', field: '' }),
    change({ environment: 'dev' }),
  ];
  const text = changesText({ changes, costs: [] });
  t.is(
    text,
    'prod\n  destroyed\n    Service a/b\n  text only\n    RUNBOOK.md\n\n' +
      'dev\n  restarts\n    Deployment a/b spec.x: 1 → 2\n',
  );
});

test('Markdown counts first, and folds the lines of each environment', (t) => {
  const markdown = markdownOf([change(), change({ environment: 'dev' })]);
  t.true(
    markdown.startsWith('| what happens | how often | where |\n| --- | --- | --- |\n| restarts | 2 | prod, dev |\n'),
  );
  t.is(markdown.match(/<details>/g)?.length, 2);
  t.is(markdownOf([]), 'Nothing.\n');
});

const delta: CostDelta = {
  environment: 'prod',
  from: { min: 100, max: 150.5 },
  to: { min: 100, max: 211.24 },
  changes: [
    {
      what: 'nodes of a: t3.medium',
      from: { min: 1, max: 2 },
      to: { min: 1, max: 4 },
      monthly: { min: 0, max: 60.74 },
    },
    { what: 'NAT gateways', from: { min: 2, max: 2 }, to: { min: 1, max: 1 }, monthly: null },
  ],
  peak: [{ group: 'a', instanceTypes: ['t3.medium'], from: 2, to: 4, monthly: { min: 60.74, max: 60.74 } }],
};

test('what it costs comes last, item by item, and without a price that is said', (t) => {
  const text = changesText({ changes: [change(), change({ environment: 'dev' })], costs: [delta] });
  t.is(
    text,
    'prod\n  restarts\n    Deployment a/b spec.x: 1 → 2\n' +
      '  costs 100.00 to 150.50 → 100.00 to 211.24 USD a month (+0.00 to +60.74), as far as prices are known\n' +
      '    nodes of a: t3.medium  1–2 → 1–4  +0.00 to +60.74\n' +
      '    NAT gateways           2 → 1      no price known\n' +
      '  at the most replicas: 2 more t3.medium of a (2 → 4), about +60.74 USD a month while it lasts\n' +
      '\ndev\n  restarts\n    Deployment a/b spec.x: 1 → 2\n',
  );
  const markdown = changesMarkdown({ changes: [change()], costs: [delta] });
  t.regex(markdown, /\| restarts \| 1 \| prod \|\n\nprod costs 100\.00 to 150\.50 → .*USD a month.*\n\nprod at the/);
  t.regex(markdown, /while it lasts\n\n<details>/);
});

test('what users write is text in Markdown: no mark-up, no mention, no row of a table', (t) => {
  const markdown = markdownOf([change({ to: '</details> @team **x** `y` | z <img src=x>' })]);
  const lines = markdown.split('\n').filter((line) => line.startsWith('- '));
  t.is(lines.length, 1);
  t.notRegex(lines[0] ?? '', /<(?!\/?b)|@|[^\\]\*\*x|[^\\]`/);
});

test('Markdown stays within what GitHub takes, and says what is left out', (t) => {
  const many = Array.from({ length: 50 }, (_, environment) =>
    Array.from({ length: 50 }, (__, field) => change({ environment: `env-${environment}`, field: `spec.${field}` })),
  ).flat();
  const markdown = markdownOf(many);
  t.true(markdown.length < 65_536);
  t.regex(markdown, /There is more, in [0-9]+ further environments/);
  const huge = Array.from({ length: 3000 }, (_, field) => change({ field: `spec.${field}` }));
  t.true(markdownOf(huge).length < 65_536);
  t.regex(markdownOf(huge), /restarts \| 3000/);
});
