import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentSources } from '../environment/load.js';
import type { SourceText } from '../environment/source.js';
import { listing } from '../tree/disk.js';
import { UserError } from '../user-error.js';

/** The folder of environment files, seen from the repository's root. */
const folder = 'environments';
const defaultsName = 'defaults';

/**
 * Reads the environment files. Whether they make sense is not asked here.
 * @throws UserError when there are none, or one is not text
 */
export function readEnvironmentSources(root: string, knownAddons: readonly string[]): EnvironmentSources {
  const entries = listing(join(root, folder)).filter(({ name }) => /\.ya?ml$/.test(name) && !name.startsWith('.'));
  const misnamed = entries.find(({ name }) => name.endsWith('.yml'));
  if (misnamed) throw new UserError(`${folder}/${misnamed.name}: call it ${misnamed.name.replace(/yml$/, 'yaml')}.`);
  const names = entries.map(({ name }) => name.slice(0, -'.yaml'.length)).sort();
  const environments = names.filter((name) => name !== defaultsName);
  if (environments.length === 0) throw new UserError(nothingThere(root));
  return {
    defaults: names.includes(defaultsName) ? readSource(root, defaultsName) : undefined,
    overrides: new Map(environments.map((name) => [name, readSource(root, name)])),
    knownAddons,
  };
}

const nothingThere = (root: string): string =>
  `There is no ${folder}/*.yaml in ${root}. Run this at the root of the repository, or say where that is: --root DIR.`;

function readSource(root: string, name: string): SourceText {
  const file = `${folder}/${name}.yaml`;
  const bytes = readFileSync(join(root, file));
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw new UserError(`${file}: this is not UTF-8 text. Save it as UTF-8.`);
  }
}
