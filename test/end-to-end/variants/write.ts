/**
 * Writes what each row of the variants renders, for the judges: `node build/test/end-to-end/variants/write.js FOLDER`
 * makes `FOLDER/<row>/rendered/prod/`. Of many workloads that differ in their names alone, the first two are written.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderedEnvironment } from '../../helpers/rendered-files.js';
import { choices, environmentOf } from './options.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('write.js FOLDER');

for (const [row, choice] of choices.entries()) {
  const environment = environmentOf(choice);
  const shown = { ...environment, workloads: environment.workloads.slice(0, 2) };
  for (const { path, content } of renderedEnvironment(shown).files) {
    const file = join(folder, String(row + 1).padStart(2, '0'), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
