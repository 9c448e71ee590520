import test, { type ExecutionContext } from 'ava';
import { mergeFiles } from '../../../generator/environment/merge-files.js';
import { environmentSchema } from '../../../generator/environment/schema.js';
import { shippedInputs } from '../../charts/environments.js';
import { fullEnvironment } from '../../helpers/full-environment.js';
import { renderedFiles, validated } from '../../helpers/rendered-files.js';
import { resolved } from '../../helpers/resolved.js';
import { leavesOf } from './leaves/schema-leaves.js';
import { type Leaf, leaves, otherValues } from './leaves/table.js';
import { stepsOf, withValue } from './leaves/values.js';

type Files = ReadonlyMap<string, string>;

const rendered = (environment: object): Files => renderedFiles(resolved(environment));
const unchanged = rendered(fullEnvironment);

const schemaLeaves = leavesOf(environmentSchema);
const neighbours = [...shippedInputs().values()];

test('every leaf of the schema says which files change by it', (t) => {
  for (const path of schemaLeaves) {
    const advice = `Add a row "${path}" to test/generator/render/leaves/table.ts, and a value to fullEnvironment.`;
    t.true(Object.hasOwn(leaves, path), `Nothing says which files change by ${path}. ${advice}`);
  }
  t.deepEqual(
    Object.keys(leaves).filter((path) => !schemaLeaves.includes(path)),
    [],
    'The schema has no such leaf: remove its row.',
  );
});

for (const [path, leaf] of [...Object.entries(leaves), ...otherValues]) {
  test(`${path}${titleOf(leaf)} changes ${leaf.changes.join(', ') || `no file: ${leaf.because}`}`, (t) => {
    const before = mergeFiles(fullEnvironment, leaf.along ?? {}) as object;
    const after = withValue(before, stepsOf(path), leaf.to) as { name: string };
    const { environments, problems } = validated(t, [after, ...neighbours]);
    const changed = environments.get(after.name);
    t.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
      'validate refuses this environment',
    );
    if (!changed) return t.fail(`there is no environment ${after.name}`);
    t.notDeepEqual(after, before, 'the row states the value that the full environment has anyway');
    compareFiles(t, leaf.along ? rendered(before) : unchanged, renderedFiles(changed), leaf);
  });
}

function titleOf(leaf: Leaf): string {
  if (Object.values(leaves).includes(leaf)) return '';
  return leaf.to === undefined ? ', left out,' : ` as ${JSON.stringify(leaf.to)}`;
}

/** The files that the row's patterns match are those that differ, all of them and no others. */
function compareFiles(t: ExecutionContext, before: Files, after: Files, { changes }: Leaf): void {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const stated = changes.map((change) => paths.filter(globMatcher(change)));
  t.false(
    stated.some(({ length }) => length === 0),
    'a pattern matches no file',
  );
  t.deepEqual(
    paths.filter((path) => before.get(path) !== after.get(path)),
    [...new Set(stated.flat())].sort(),
  );
}

function globMatcher(pattern: string): (path: string) => boolean {
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${pieces.join('.*')}$`);
  return (path) => expression.test(path);
}
