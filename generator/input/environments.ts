import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { NotReadError, readRegularFile } from '../base/regular-file.js';
import type { EnvironmentSources } from '../environment/load.js';
import type { Problem } from '../environment/problem.js';
import { maxCharacters, type SourceText, tooLargeSentence } from '../environment/source.js';
import { fileSystemReason } from '../report/user-error.js';
import { defaultsName, fileProblem, folder, listEnvironmentFiles } from './environment-files.js';
import { foldersOfOwnFiles, readManifestSources, readTerraformSources } from './own-files.js';

/**
 * Reads the environment files. Whether they make sense is not asked here.
 * @throws UserError when there are none
 */
export function readEnvironmentSources(
  root: string,
  { knownAddons, folder: where }: Pick<EnvironmentSources, 'knownAddons' | 'folder'>,
): EnvironmentSources {
  const { names, problems } = listEnvironmentFiles(root);
  const unreadable = [...problems];
  const sources = new Map<string, SourceText>();
  for (const name of names) {
    const source = readSource(root, name);
    if ('text' in source) sources.set(name, source);
    else unreadable.push(source);
  }
  const defaults = sources.get(defaultsName);
  sources.delete(defaultsName);
  for (const name of foldersOfOwnFiles(root).filter((found) => !sources.has(found))) {
    const message = `There is no environments/${name}.yaml to which what is in this folder would belong.`;
    unreadable.push(fileProblem(name, { rule: 'own-files', message }));
  }
  const manifests = new Map([...sources.keys()].map((name) => [name, readManifestSources(root, name)]));
  const terraform = new Map([...sources.keys()].map((name) => [name, readTerraformSources(root, name)]));
  return { defaults, overrides: sources, unreadable, knownAddons, folder: where, manifests, terraform };
}

/** No character of UTF-8 takes more bytes. */
const maxBytes = 4 * maxCharacters;

/** @returns a problem where the file is there and can't be read */
function readSource(root: string, name: string): SourceText | Problem {
  const file = `${folder}/${name}.yaml`;
  try {
    const bytes = readRegularFile(join(root, file), maxBytes);
    const text = new TextDecoder().decode(bytes);
    return isUtf8(bytes) ? { file, text } : { file, text, notText: offsetOfNonText(bytes) };
  } catch (error) {
    return fileProblem(`${name}.yaml`, complaintAbout(error));
  }
}

function complaintAbout(error: unknown): { rule: string; message: string } {
  if (error instanceof NotReadError && error.isTooLarge) return { rule: 'too-large', message: tooLargeSentence };
  if (error instanceof NotReadError) return { rule: 'file-kind', message: `This ${error.reason}` };
  const reason = fileSystemReason(error);
  if (reason === undefined) throw error;
  return { rule: 'unreadable', message: `This can't be read: ${reason}.` };
}

/** Finds the first byte that is not UTF-8, counted in characters of the text that a lenient reader makes of it. */
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
