import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assertNoLinkTo } from './disk.js';

/**
 * Writes texts by path, each beside its place first: a full disk changes nothing, and whoever reads sees the old text
 * or the new one. A file keeps its mode.
 * @throws UserError for a folder that is a link: it may lead elsewhere
 */
export function replaceTexts(root: string, texts: ReadonlyMap<string, string>): void {
  for (const path of texts.keys()) assertNoLinkTo(root, dirname(path));
  for (const [path, text] of texts) writeBeside(join(root, path), text);
  for (const path of texts.keys()) renameSync(besideOf(join(root, path)), join(root, path));
}

const besideOf = (place: string): string => `${place}.new`;

function writeBeside(place: string, text: string): void {
  const beside = besideOf(place);
  mkdirSync(dirname(place), { recursive: true });
  // What lies there may be a link to elsewhere.
  rmSync(beside, { force: true });
  writeFileSync(beside, text, { flag: 'wx' });
  const before = statSync(place, { throwIfNoEntry: false });
  if (before) chmodSync(beside, before.mode & 0o777);
}
