import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { git } from '../git/git.js';
import { UserError } from '../report/user-error.js';
import { isThere } from '../tree/disk.js';
import { type Place, placeOf } from './place.js';
import { earlierHook, hookScript, isOurs } from './script.js';
import { concernedFolders } from './staged.js';

const name = 'pre-commit';

export interface Installed {
  /** The hook's file. */
  readonly file: string;
  /** What was there before, and goes first. */
  readonly earlier: string | undefined;
}

/** Puts the hook in place. A hook that is there already goes on, before ours. */
export function installHook(root: string, program: string): Installed {
  const place = placeOf(root);
  const folder = hooksFolder(place);
  mkdirSync(folder, { recursive: true });
  const [file, earlier] = [join(folder, name), join(folder, earlierHook)];
  if (isThere(file) && !holdsOurs(file)) setAside(file, earlier);
  const script = hookScript({
    folders: concernedFolders(place.prefix),
    root: place.prefix === '' ? '.' : place.prefix,
    node: process.execPath,
    program,
  });
  // A new file, moved into place: a hook that runs at this moment is read to its end.
  const next = `${file}.new`;
  writeFileSync(next, script);
  chmodSync(next, 0o755);
  renameSync(next, file);
  return { file, earlier: isThere(earlier) ? earlier : undefined };
}

/** Takes the hook away and puts back what was there. @returns undefined when it wasn't installed */
export function uninstallHook(root: string): Installed | undefined {
  const folder = hooksFolder(placeOf(root));
  const [file, earlier] = [join(folder, name), join(folder, earlierHook)];
  const restored = isThere(earlier) ? earlier : undefined;
  if (!isThere(file) || !holdsOurs(file)) {
    if (restored && isThere(file)) {
      throw new UserError(
        `${file} is not the hook of inference-gitops any more. What was there before it is ${earlier}: nothing was changed.`,
      );
    }
    if (!restored) return undefined;
  }
  rmSync(file, { force: true });
  if (restored) renameSync(restored, file);
  return { file, earlier: restored };
}

function setAside(file: string, earlier: string): void {
  if (isThere(earlier)) {
    throw new UserError(
      `${file} was replaced since inference-gitops was installed, and ${earlier} is the hook from before. Keep one of the two, and install again.`,
    );
  }
  renameSync(file, earlier);
}

const holdsOurs = (file: string): boolean => existsSync(file) && isOurs(readFileSync(file, 'utf8'));

/** Where git looks for this repository's hooks. @throws UserError when other repositories look there too */
function hooksFolder({ top }: Place): string {
  const at = (path: string) => (isAbsolute(path) ? path : resolve(top, path));
  const folder = at(git(top, ['rev-parse', '--git-path', 'hooks']).trimEnd());
  const own = [top, at(git(top, ['rev-parse', '--git-common-dir']).trimEnd())];
  if (own.some((owner) => isBelow(folder, owner))) return folder;
  throw new UserError(
    `core.hooksPath is ${folder}, where other repositories have their hooks too. Let this one have its own (git config core.hooksPath "$(git rev-parse --git-common-dir)/hooks"), or call «inference-gitops hooks run» from there.`,
  );
}

function isBelow(path: string, folder: string): boolean {
  const real = (file: string) => (existsSync(file) ? realpathSync(file) : file);
  const way = relative(real(folder), real(path));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}
