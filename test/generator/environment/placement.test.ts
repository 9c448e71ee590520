import test from 'ava';
import { loaded, type Texts } from '../../helpers/load.js';
import { replaceOnce, shippedFiles } from '../../helpers/repository.js';

const { defaults, prod, dev } = shippedFiles;
const mark = '«';
const workloads = (text: string) => prod.replace(/workloads:\n(?: .*\n)+/, () => `workloads:\n${text}`);
const shared = (from: string, to: string) => replaceOnce(defaults, from, to);

/** Files with a mark at the place of their only error, and the error's path. */
type Case = readonly [title: string, texts: Texts, path: string];

const many = Array.from({ length: 12 }, (_, index) => `  w${index}: {}\n`).join('');

const cases: readonly Case[] = [
  [
    'a mistake of the schema that many workloads inherit',
    { defaults: shared('max: 10', 'max: «ten'), prod: workloads(many), dev },
    'workloadDefaults.replicas.max',
  ],
  [
    'a mistake that a rule finds and many workloads inherit',
    { defaults: shared('cpu: 250m', 'cpu: «2'), prod: workloads(many) },
    'workloadDefaults.resources.requests.cpu',
  ],
  [
    'an unknown key that many workloads inherit',
    {
      defaults: shared('  secretRecoveryDays: 7\n', '  secretRecoveryDays: 7\n  «secretRecovery: 8\n'),
      prod: workloads(many),
    },
    'workloadDefaults.secretRecovery',
  ],
  [
    'a mistake in what workloads share in the environment',
    { prod: `${workloads(many)}workloadDefaults: { replicas: { max: «0 } }\n` },
    'workloadDefaults.replicas.max',
  ],
  [
    'a mistake of a workload’s own, beside what they share',
    { prod: workloads(`${many}  own: { replicas: { max: «0 } }\n`) },
    'workloads.own.replicas.max',
  ],
  [
    'a mistake of a workload’s own in the defaults',
    {
      defaults: shared('  ml-inference: {}', '  ml-inference: { replicas: { max: «0 } }'),
      prod: workloads('  a: {}\n'),
    },
    'workloads.ml-inference.replicas.max',
  ],
  [
    'a list of a workload’s own, which replaces the shared one',
    { prod: workloads('  a: { secrets: [{ name: a, variable: «a-b }] }\n') },
    'workloads.a.secrets[0].variable',
  ],
  ['a key that is no name of a workload', { prod: workloads('  «Fraud_1: {}\n') }, 'workloads.Fraud_1'],
  [
    'a value that is there for no workload',
    { defaults: shared('  secretRecoveryDays: 7\n', ''), prod: workloads('  ml-inference: null\n  a: «{}\n') },
    'workloads.a.secretRecoveryDays',
  ],
  [
    'two workloads of one namespace',
    { prod: workloads('  a: { namespace: both }\n  b: { namespace: «both }\n') },
    'workloads.b.namespace',
  ],
  [
    'two workloads of one namespace, by the key of one',
    { prod: workloads('  a: { namespace: b }\n  b: «{}\n') },
    'workloads.b.namespace',
  ],
  [
    'two workloads of one role',
    { prod: workloads('  a: { roleName: r }\n  b: { roleName: «r }\n') },
    'workloads.b.roleName',
  ],
];

for (const [title, marked, path] of cases) {
  test(`${title}: told once, at its place`, (t) => {
    const texts = Object.fromEntries(Object.entries(marked).map(([name, text]) => [name, text.replace(mark, '')]));
    const [name, text] = Object.entries(marked).find(([, each]) => each.includes(mark)) as [string, string];
    const before = text.slice(0, text.indexOf(mark)).split('\n');
    const errors = loaded(texts).problems.filter(({ severity }) => severity === 'error');
    t.deepEqual(
      errors.map(({ file, line, column, path: found }) => ({ file, line, column, path: found })),
      [{ file: `environments/${name}.yaml`, line: before.length, column: (before.at(-1) ?? '').length + 1, path }],
      JSON.stringify(errors, undefined, 1),
    );
  });
}
