import { join } from 'node:path';
import { readRegularFile } from '../base/regular-file.js';
import { maxCharacters, type SourceText } from '../environment/source.js';
import { isThere } from '../tree/disk.js';

const file = 'prices.yaml';

/** Reads prices of somebody's own, prices.yaml beside environments/; undefined where there is none. */
export const readPricesFile = (root: string): SourceText | undefined =>
  isThere(join(root, file))
    ? { file, text: readRegularFile(join(root, file), 4 * maxCharacters).toString('utf8') }
    : undefined;
