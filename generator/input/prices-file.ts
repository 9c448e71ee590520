import { join } from 'node:path';
import { readRegularFile } from '../base/regular-file.js';
import { type PriceList, priceListOf, readOwnPrices } from '../cost/price-list.js';
import { hasErrors } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { maxCharacters, type SourceText } from '../environment/source.js';
import { ProblemsError } from '../report/user-error.js';
import { isThere } from '../tree/disk.js';

const file = 'prices.yaml';

/**
 * Gives what tells the prices of an environment: those of its region, and somebody's own of prices.yaml before them.
 * @throws ProblemsError for errors in prices.yaml
 */
export function readPrices(root: string): (environment: Environment) => PriceList {
  const source = readFile(root);
  const own = source && readOwnPrices(source);
  if (own && hasErrors(own.problems)) throw new ProblemsError(own.problems);
  return ({ aws }) => priceListOf(aws.region, own?.value);
}

const readFile = (root: string): SourceText | undefined =>
  isThere(join(root, file))
    ? { file, text: readRegularFile(join(root, file), 4 * maxCharacters).toString('utf8') }
    : undefined;
