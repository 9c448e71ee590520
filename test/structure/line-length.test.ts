import test from 'ava';
import { longLinesIn, sourceFilesIn } from './long-lines.js';

/** Whole trees, so that a new room is held as well. */
const folders = ['.ci', 'bench', 'generator', 'service/src', 'test', 'tools'];

for (const folder of folders) {
  test(`no line of a source file in ${folder} has more than 120 columns`, (t) => {
    const files = sourceFilesIn(folder);
    t.not(files.length, 0);
    t.deepEqual(
      files.flatMap((file) => longLinesIn(file)),
      [],
    );
  });
}

test('a line of 121 columns is named with its file and number, one of 120 is not', (t) => {
  t.deepEqual(longLinesIn('a.ts', `short\n${'x'.repeat(121)}\n${'é'.repeat(120)}\n`), ['a.ts:2 (121 columns)']);
});
