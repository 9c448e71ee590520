import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { kindSentence } from '../base/regular-file.js';
import type { Problem } from '../environment/problem.js';
import { UserError } from '../report/user-error.js';
import { assertNoLink, listing } from '../tree/disk.js';

/** The folder of environment files, seen from the repository's root. */
export const folder = 'environments';
export const defaultsName = 'defaults';

export interface EnvironmentFiles {
  /** Names of the files without .yaml, sorted: the defaults among them. */
  readonly names: readonly string[];
  /** What stands in the folder, was meant to be read, and can't be. */
  readonly problems: readonly Problem[];
}

/**
 * Lists environments/. Hidden files are left alone, and so is what doesn't call itself YAML.
 * @throws UserError when nothing there is an environment, or was meant to be one
 */
export function listEnvironmentFiles(root: string): EnvironmentFiles {
  assertNoLink(join(root, folder));
  const entries = listing(join(root, folder)).filter(({ name }) => /\.ya?ml\s*$/i.test(name) && !name.startsWith('.'));
  const names: string[] = [];
  const problems: Problem[] = [];
  for (const entry of entries) {
    const complaint = complaintAbout(entry);
    if (complaint === undefined) names.push(entry.name.slice(0, -'.yaml'.length));
    else problems.push(fileProblem(entry.name, complaint));
  }
  if (problems.length === 0 && names.every((name) => name === defaultsName)) throw new UserError(nothingThere(root));
  return { names: names.sort(), problems };
}

interface Complaint {
  readonly rule: string;
  readonly message: string;
}

/** A problem of a file as a whole. A name may hold anything: characters that would break a line are escaped. */
export const fileProblem = (name: string, { rule, message }: Complaint): Problem => ({
  severity: 'error',
  rule,
  path: '',
  message,
  file: `${folder}/${escaped(name)}`,
  line: 1,
  column: 1,
});

function complaintAbout(entry: Dirent): Complaint | undefined {
  const { name } = entry;
  const invisible = /[\p{C}\u2028\u2029\ufffd]|^\s|\s$/u.test(name);
  const rightName = name.replace(/[\p{C}\u2028\u2029\ufffd\s]/gu, '').replace(/\.ya?ml$/i, '.yaml');
  if (invisible) return misnamed(`The file's name holds a character that nobody sees: call it ${rightName}.`);
  if (name.endsWith('.yml')) return misnamed(`Call it ${rightName}: a file that ends in .yml is read by nobody.`);
  if (!name.endsWith('.yaml'))
    return misnamed(`Call it ${rightName.toLowerCase()}: a file is only read when its name ends in .yaml.`);
  return entry.isFile() ? undefined : { rule: 'file-kind', message: `This ${kindSentence(entry)}` };
}

const misnamed = (message: string): Complaint => ({ rule: 'file-name', message });

const escaped = (name: string): string => JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"');

const nothingThere = (root: string): string =>
  `There is no ${folder}/*.yaml in ${root}. Run this at the root of the repository, or say where that is: --root DIR.`;
