import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { openWriter } from '../../../generator/tree/writer.js';
import { contents, folderWith } from '../../helpers/repository.js';

test('files in more folders than are remembered are written as they are, also into an earlier folder again', (t) => {
  const folder = folderWith(t);
  const files = Array.from({ length: 3000 }, (_, index) => ({
    path: `rendered/env-${index % 1100}/é ${index}`,
    content: index % 3 === 0 ? Buffer.from(`bytes ${index}`) : `text ${index}`,
  }));
  const writer = openWriter(folder);
  for (const { path, content } of files) t.is(writer.write(path, content), join(folder, path));
  t.is(Object.keys(contents(folder)).length, files.length);
  for (const { path, content } of files) t.is(readFileSync(join(folder, path), 'utf8'), content.toString());
});

test('what goes wrong with a file is told at once, as the file system says it', (t) => {
  const folder = folderWith(t);
  mkdirSync(join(folder, 'taken'), { recursive: true });
  const error = t.throws(() => openWriter(folder).write('taken', 'a folder stands here'));
  t.like(error, { code: 'EISDIR', path: join(folder, 'taken') });
});
