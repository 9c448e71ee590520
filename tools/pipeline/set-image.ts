// set-image.js ENVIRONMENT TAG DIGEST [REPOSITORY]
import { writeFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { migrationsOf } from '../../generator/environment/migrations.js';
import { nameImage } from './image-edit.js';
import { readEnvironment } from './read-environment.js';
import { workloadsToEdit } from './target.js';

const [name, tag, digest, repository] = process.argv.slice(2);
if (name === undefined || tag === undefined || digest === undefined) {
  throw new Error('usage: set-image.js ENVIRONMENT TAG DIGEST [REPOSITORY]');
}
const { environment, sources } = readEnvironment(name);
const source = sources.overrides.get(name);
if (source === undefined) throw new Error(`There is no file of ${name}.`);
const isOfVersion1 = migrationsOf(sources).override(parseDocument(source.text));
const workloads = workloadsToEdit(environment, repository);
const paths = isOfVersion1 ? [['workload']] : workloads.map(({ key }) => ['workloads', key]);
await writeFile(
  source.file,
  paths.reduce((text, path) => nameImage(text, path, { tag, digest }), source.text),
);
