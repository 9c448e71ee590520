import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../report/user-error.js';
import { readIfPresent } from '../tree/disk.js';
import { type Given, optionNames } from './questions.js';

/** What init wrote, and from which answers: what an upgrade merges against. */
export interface InitRecord {
  readonly version: string;
  readonly answers: Given;
  /** The texts of files that were written, by path. */
  readonly files: ReadonlyMap<string, string>;
}

export const initRecordPath = '.inference-gitops.json';

const schema = z.object({
  version: z.string(),
  answers: z.partialRecord(z.enum(optionNames), z.string()),
  files: z.record(z.string(), z.string()),
});

export function writeInitRecord(root: string, record: InitRecord): void {
  writeFileSync(join(root, initRecordPath), initRecordText(record));
}

export const initRecordText = ({ version, answers, files }: InitRecord): string =>
  `${JSON.stringify({ version, answers: Object.fromEntries(answers), files: Object.fromEntries(files) }, null, 2)}\n`;

/**
 * Reads what init wrote; undefined for a repository that it didn't make.
 * @throws UserError for a record that isn't one
 */
export function readInitRecord(root: string): InitRecord | undefined {
  const text = readIfPresent(join(root, initRecordPath));
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) throw new UserError(`${initRecordPath} is not what init wrote: bring it back from git.`);
  const { version, answers, files } = parsed.data;
  return { version, answers: new Map(Object.entries(answers)) as Given, files: new Map(Object.entries(files)) };
}

/** Whether init made the repository. */
export const isMadeByInit = (root: string): boolean => readIfPresent(join(root, initRecordPath)) !== undefined;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
