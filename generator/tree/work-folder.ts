import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../report/user-error.js';
import { assertNoLink, listing } from './disk.js';

/** Where the generator keeps what only it needs; git ignores it. */
export const workFolder = '.inference-gitops';

/** @throws UserError for a link, through which a write would land elsewhere, and a pipe, on which it would wait */
export function assertPlainEntries(work: string): void {
  for (const entry of listing(work)) {
    if (!entry.isFile() && !entry.isDirectory())
      throw new UserError(`${join(work, entry.name)} is a link, a pipe or a device: delete it.`);
  }
}

export function writeWorkFile(root: string, name: string, content: string): void {
  const folder = join(root, workFolder);
  assertNoLink(folder);
  assertPlainEntries(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '*\n');
  writeFileSync(join(folder, name), content);
}
