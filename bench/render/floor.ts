import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { openWriter } from '../../generator/tree/writer.js';
import { filesBelow } from './files.js';

/**
 * What safe writing takes by itself: parses the YAML, writes files of the same size and waits until they are on the
 * disk. Nothing is rendered and nothing checked.
 * Usage: floor.js ROOT FOLDER, where the folder is a rendered environment
 */
const [root, folder] = process.argv.slice(2) as [string, string];

const files = filesBelow(folder).map((path) => ({ path, content: readFileSync(join(folder, path)) }));
const writer = openWriter(join(root, 'rendered'));
for (const file of readdirSync(join(root, 'environments'))) {
  if (!file.endsWith('.yaml')) continue;
  parse(readFileSync(join(root, 'environments', file), 'utf8'));
  if (file === 'defaults.yaml') continue;
  for (const { path, content } of files) writer.write(join(basename(file, '.yaml'), path), content);
}
spawnSync('sync', ['-f', root]);
