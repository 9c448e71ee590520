import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { repositoryRoot } from '../../../tools/folders.js';
import { nameImage } from '../../../tools/pipeline/image-edit.js';

const path = ['workloads', 'ml-inference'];
const image = { tag: '0123abc-1', digest: `sha256:${'5'.repeat(64)}` };

test('an image that is named already is replaced, and every other line stays', (t) => {
  const before = `# ours
name: dev
workloads:
  ml-inference:
    # what runs
    image:
      tag: old # by hand
      digest: sha256:${'4'.repeat(64)}
    replicas: { max: 3 }
`;
  const after = before.replace('old', '0123abc-1').replace('4'.repeat(64), '5'.repeat(64));
  t.is(nameImage(before, path, image), after);
});

const imageBlock = `image:\n      tag: ${image.tag}\n      digest: ${image.digest}\n`;
const inFlow = `{ digest: ${image.digest}, tag: ${image.tag} }`;

for (const [title, before, after] of [
  [
    'an environment that names none',
    'workloads:\n  ml-inference:\n    replicas: { max: 3 } # few\n\n# last\ngitops: {}\n',
    `workloads:\n  ml-inference:\n    replicas: { max: 3 } # few\n    ${imageBlock}\n# last\ngitops: {}\n`,
  ],
  [
    'a file without a last newline',
    'workloads:\n  ml-inference:\n    a: 1',
    `workloads:\n  ml-inference:\n    a: 1\n    ${imageBlock.trimEnd()}`,
  ],
  [
    'an environment without the workload, which the defaults have',
    'name: dev\n',
    `name: dev\nworkloads:\n  ml-inference:\n    ${imageBlock}`,
  ],
  [
    'an environment with another workload alone',
    'workloads:\n  fraud: { a: 1 }\nname: dev\n',
    `workloads:\n  fraud: { a: 1 }\n  ml-inference:\n    ${imageBlock}name: dev\n`,
  ],
  [
    'a workload before another',
    'workloads:\n  ml-inference:\n    a: 1\n  fraud:\n    a: 1\n',
    `workloads:\n  ml-inference:\n    a: 1\n    ${imageBlock}  fraud:\n    a: 1\n`,
  ],
  [
    'a flow map',
    'workloads:\n  ml-inference: { image: { repository: ours } } # short\n',
    'workloads:\n  ml-inference: ' +
      `{ image: { digest: ${image.digest}, tag: ${image.tag}, repository: ours } } # short\n`,
  ],
  [
    'a flow map of something else',
    'workloads:\n  ml-inference: {a: 1}\n',
    `workloads:\n  ml-inference: { image: ${inFlow},a: 1}\n`,
  ],
  [
    'an empty flow map',
    'workloads:\n  ml-inference: {} # as the defaults say\n  fraud: {}\n',
    `workloads:\n  ml-inference: { image: ${inFlow} } # as the defaults say\n  fraud: {}\n`,
  ],
  [
    'no workloads at all',
    'workloads: {}\nname: dev\n',
    `workloads: { ml-inference: { image: ${inFlow} } }\nname: dev\n`,
  ],
  [
    'a workload without a value',
    'workloads:\n  ml-inference:\n  fraud: {}\n',
    `workloads:\n  ml-inference: { image: ${inFlow} }\n  fraud: {}\n`,
  ],
  [
    'a workload that is null',
    'workloads: { ml-inference: null }\n',
    `workloads: { ml-inference: { image: ${inFlow} } }\n`,
  ],
] as const) {
  test(`${title} gets the image, and keeps every other character`, (t) => {
    t.is(nameImage(before, path, image), after);
    t.like(parse(after).workloads['ml-inference'].image, image);
  });
}

for (const name of ['dev', 'staging', 'prod']) {
  test(`in the shipped ${name} nothing else changes`, async (t) => {
    const before = await readFile(join(repositoryRoot, 'environments', `${name}.yaml`), 'utf8');
    const after = nameImage(before, path, image);
    t.deepEqual(
      added(before, after).sort(),
      [`      digest: ${image.digest}`, `      tag: ${image.tag}`, '    image:'].sort(),
    );
    t.like(parse(after).workloads['ml-inference'].image, image);
  });
}

test('a tag that looks like a number stays text', (t) => {
  t.is(parse(nameImage('name: dev\n', path, { ...image, tag: '1e3' })).workloads['ml-inference'].image.tag, '1e3');
});

test('what is not a digest is refused', (t) => {
  t.throws(() => nameImage('name: dev\n', path, { ...image, digest: 'latest' }), { message: /^Not a digest/ });
});

test('a workload that is an alias is refused: what it stands for may belong to others', (t) => {
  const text = 'workloads:\n  fraud: &f { a: 1 }\n  ml-inference: *f\n';
  t.throws(() => nameImage(text, path, image), { message: '*f stands for a value: write it out.' });
});

test('what is not YAML is refused', (t) => {
  t.throws(() => nameImage('a: [', path, image));
});

/** The lines that only the second text has. */
function added(before: string, after: string): string[] {
  const old = before.split('\n');
  return after.split('\n').filter((line) => !old.includes(line));
}
