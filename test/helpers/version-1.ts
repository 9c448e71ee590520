import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../tools/folders.js';
import type { Texts } from './load.js';

/** The environment files of version 1 that shipped last, by name. */
export const firstVersionFiles: Texts = Object.fromEntries(
  ['defaults', 'dev', 'prod', 'staging'].map((name) => [
    name,
    readFileSync(join(repositoryRoot, `test/fixtures/version-1/${name}.yaml`), 'utf8'),
  ]),
);
