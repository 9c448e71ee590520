// set-image.js ENVIRONMENT TAG DIGEST
import { readFile, writeFile } from 'node:fs/promises';
import { nameImage } from './image-edit.js';

const [environment, tag, digest] = process.argv.slice(2);
if (environment === undefined || tag === undefined || digest === undefined) {
  throw new Error('usage: set-image.js ENVIRONMENT TAG DIGEST');
}
const path = `environments/${environment}.yaml`;
await writeFile(path, nameImage(await readFile(path, 'utf8'), { tag, digest }));
