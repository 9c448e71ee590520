import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentSources } from '../environment/load.js';
import type { Problem } from '../environment/problem.js';
import type { SourceText } from '../environment/source.js';
import { UserError } from '../report/user-error.js';
import { listing } from '../tree/disk.js';

/** The folder of environment files, seen from the repository's root. */
const folder = 'environments';
const defaultsName = 'defaults';

/**
 * Reads the environment files. Whether they make sense is not asked here.
 * @throws UserError when there are none
 */
export function readEnvironmentSources(root: string, knownAddons: readonly string[]): EnvironmentSources {
  const entries = listing(join(root, folder)).filter(({ name }) => /\.ya?ml$/.test(name) && !name.startsWith('.'));
  const names = entries.flatMap(({ name }) => /^(.*)\.yaml$/.exec(name)?.[1] ?? []).sort();
  const environments = names.filter((name) => name !== defaultsName);
  const misnamed = entries.filter(({ name }) => name.endsWith('.yml'));
  if (environments.length === 0 && misnamed.length === 0) throw new UserError(nothingThere(root));
  return {
    defaults: names.includes(defaultsName) ? readSource(root, defaultsName) : undefined,
    overrides: new Map(environments.map((name) => [name, readSource(root, name)])),
    unreadable: misnamed.map(({ name }) => misnaming(name)),
    knownAddons,
  };
}

const misnaming = (name: string): Problem => ({
  severity: 'error',
  rule: 'file-name',
  path: '',
  message: `Call it ${name.replace(/yml$/, 'yaml')}: a file that ends in .yml is read by nobody.`,
  file: `${folder}/${name}`,
  line: 1,
  column: 1,
});

const nothingThere = (root: string): string =>
  `There is no ${folder}/*.yaml in ${root}. Run this at the root of the repository, or say where that is: --root DIR.`;

function readSource(root: string, name: string): SourceText {
  const file = `${folder}/${name}.yaml`;
  const bytes = readFileSync(join(root, file));
  const text = new TextDecoder().decode(bytes);
  return isUtf8(bytes) ? { file, text } : { file, text, notText: offsetOfNonText(bytes) };
}

/** Where the first byte that is not UTF-8 stands, counted in characters of the text that a lenient reader makes of it. */
function offsetOfNonText(bytes: Uint8Array): number {
  let end = bytes.length;
  for (let low = 0; low < end; ) {
    const middle = (low + end) >> 1;
    if (isTextSoFar(bytes.subarray(0, middle + 1))) low = middle + 1;
    else end = middle;
  }
  return new TextDecoder().decode(bytes.subarray(0, end)).length;
}

/** Whether this is the beginning of a text: a character may be cut off at its end. */
function isTextSoFar(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
