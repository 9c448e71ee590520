import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { repositoryRoot } from '../../tools/folders.js';

const folder = `${repositoryRoot}test/stories/`;

test('a cluster that is given has the stories of every world', (t) => {
  const others = readdirSync(folder).filter((file) => file.endsWith('.story.ts') && file !== 'everything.story.ts');
  const imported = [...readFileSync(`${folder}everything.story.ts`, 'utf8').matchAll(/^import '\.\/(.*)\.js';$/gm)];
  t.deepEqual(imported.map(([, name]) => `${name}.ts`).sort(), others.sort());
  t.true(others.length > 1);
});
