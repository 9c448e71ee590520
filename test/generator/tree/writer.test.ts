import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { openWriter } from '../../../generator/tree/writer.js';
import { contents, folderWith } from '../../helpers/repository.js';

/** More files than are written without a thread; every third is a copy of the same bytes. */
const count = 3000;
const copy = Buffer.from('the same bytes in every folder');
const files = Array.from({ length: count }, (_, index) => ({
  path: `rendered/env-${index % 70}/é ${index}`,
  content: index % 3 === 0 ? copy : `text ${index}`,
}));

test('many files are written as they are, by whichever way', async (t) => {
  const folder = folderWith(t);
  const writer = openWriter(folder);
  for (const { path, content } of files) writer.write(path, content);
  await writer.end();
  t.is(Object.keys(contents(folder)).length, count);
  for (const { path, content } of files) t.is(readFileSync(join(folder, path), 'utf8'), content.toString());
});

test('what goes wrong with one of many files is told at the end at the latest, as the file system said it', async (t) => {
  const folder = folderWith(t);
  mkdirSync(join(folder, 'rendered/env-0/taken'), { recursive: true });
  const writer = openWriter(folder);
  const writeAll = async () => {
    for (const { path, content } of files) writer.write(path, content);
    writer.write('rendered/env-0/taken', 'a folder stands here');
    for (const { path, content } of files) writer.write(`more/${path}`, content);
    await writer.end();
  };
  const error = await t.throwsAsync(writeAll());
  await writer.abandon();
  t.like(error, { code: 'EISDIR', path: join(folder, 'rendered/env-0/taken') });
});

test('a writer that is abandoned writes no more: its folder can be removed', async (t) => {
  const folder = folderWith(t);
  const writer = openWriter(folder);
  for (const { path, content } of files) writer.write(path, content);
  await writer.abandon();
  t.notThrows(() => rmSync(folder, { recursive: true }));
});
