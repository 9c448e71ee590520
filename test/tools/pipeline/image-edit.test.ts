import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { repositoryRoot } from '../../../tools/folders.js';
import { nameImage } from '../../../tools/pipeline/image-edit.js';

const image = { tag: '0123abc-1', digest: `sha256:${'5'.repeat(64)}` };

test('an image that is named already is replaced, and every other line stays', (t) => {
  const before = `# ours
name: dev
workload:
  # what runs
  image:
    tag: old # by hand
    digest: sha256:${'4'.repeat(64)}
  replicas: { max: 3 }
`;
  const after = before.replace('old', '0123abc-1').replace('4'.repeat(64), '5'.repeat(64));
  t.is(nameImage(before, image), after);
});

const imageBlock = `image:\n    tag: ${image.tag}\n    digest: ${image.digest}\n`;

for (const [title, before, after] of [
  [
    'an environment that names none',
    'name: dev\nworkload:\n  replicas: { max: 3 } # few\n\n# last\ngitops: {}\n',
    `name: dev\nworkload:\n  replicas: { max: 3 } # few\n  ${imageBlock}\n# last\ngitops: {}\n`,
  ],
  ['a file without a last newline', 'workload:\n  a: 1', `workload:\n  a: 1\n  ${imageBlock.trimEnd()}`],
  ['an environment without a workload', 'name: dev\n', `name: dev\nworkload:\n  ${imageBlock}`],
  [
    'a flow map',
    'workload: { image: { repository: ours } } # short\n',
    `workload: { image: { digest: ${image.digest}, tag: ${image.tag}, repository: ours } } # short\n`,
  ],
  [
    'a flow map of something else',
    'workload: {a: 1}\n',
    `workload: { image: { digest: ${image.digest}, tag: ${image.tag} },a: 1}\n`,
  ],
] as const) {
  test(`${title} gets the image, and keeps every other character`, (t) => {
    t.is(nameImage(before, image), after);
    t.like(parse(after).workload.image, image);
  });
}

for (const name of ['dev', 'staging', 'prod']) {
  test(`in the shipped ${name} nothing else changes`, async (t) => {
    const before = await readFile(join(repositoryRoot, 'environments', `${name}.yaml`), 'utf8');
    const after = nameImage(before, image);
    t.deepEqual(
      added(before, after).sort(),
      [`    digest: ${image.digest}`, `    tag: ${image.tag}`, '  image:'].sort(),
    );
    t.like(parse(after).workload.image, image);
  });
}

test('a tag that looks like a number stays text', (t) => {
  t.is(parse(nameImage('name: dev\n', { ...image, tag: '1e3' })).workload.image.tag, '1e3');
});

test('what is not a digest is refused', (t) => {
  t.throws(() => nameImage('name: dev\n', { ...image, digest: 'latest' }), { message: /^Not a digest/ });
});

test('what is not YAML is refused', (t) => {
  t.throws(() => nameImage('a: [', image));
});

/** The lines that only the second text has. */
function added(before: string, after: string): string[] {
  const old = before.split('\n');
  return after.split('\n').filter((line) => !old.includes(line));
}
