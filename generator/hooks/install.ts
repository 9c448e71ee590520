import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { git } from '../git/git.js';
import { UserError } from '../report/user-error.js';
import { isThere } from '../tree/disk.js';
import { earlierHook, type HookName, hookNames, hookScript, isOurs } from './script.js';
import { concernedFolders } from './staged.js';
import { type WorkTree, workTreeOf } from './work-tree.js';

export interface Installed {
  /** The hook's file. */
  readonly file: string;
  /** What was there before, and goes first. */
  readonly earlier: string | undefined;
}

/** Puts the hooks in place. A hook that is there already goes on, before ours. */
export function installHooks(root: string, program: string): Installed[] {
  const workTree = workTreeOf(root);
  const folder = hooksFolder(workTree);
  mkdirSync(folder, { recursive: true });
  const places = hookNames.map((name) => placeOf(folder, name));
  for (const { file, earlier, isOthers } of places) if (isOthers) assertFree(file, earlier);
  // In the work tree hooks are committed, as those of husky are: other machines run them, too.
  const isShared = isBelow(folder, workTree.top) && !isBelow(folder, gitFolderOf(workTree));
  const isInside = isShared && isBelow(program, workTree.top);
  return places.map((place) => {
    const script = hookScript({
      name: place.name,
      folders: concernedFolders(workTree.prefix),
      root: workTree.prefix === '' ? '.' : workTree.prefix,
      node: isShared ? 'node' : process.execPath,
      program: isInside ? relative(realpathSync(workTree.top), realpathSync(program)).split(sep).join('/') : program,
    });
    return install(place, script);
  });
}

interface Place {
  readonly name: HookName;
  readonly file: string;
  /** Where a hook that was there before goes. */
  readonly earlier: string;
  /** Whether somebody else's hook is there. */
  readonly isOthers: boolean;
}

function placeOf(folder: string, name: HookName): Place {
  const file = join(folder, name);
  return { name, file, earlier: join(folder, earlierHook(name)), isOthers: isThere(file) && !holdsOurs(file) };
}

function install({ file, earlier, isOthers }: Place, script: string): Installed {
  // A new file, moved into place: a hook that runs at this moment is read to its end.
  const next = `${file}.new`;
  writeFileSync(next, script);
  chmodSync(next, 0o755);
  moveIntoPlace(next, file, isOthers ? earlier : undefined);
  return { file, earlier: isThere(earlier) ? earlier : undefined };
}

/** Puts the hook in place, and one that is there already aside; neither where one of both can't be done. */
function moveIntoPlace(next: string, file: string, aside: string | undefined): void {
  if (aside !== undefined) renameSync(file, aside);
  try {
    renameSync(next, file);
  } catch (error) {
    if (aside !== undefined) renameSync(aside, file);
    rmSync(next, { force: true });
    throw error;
  }
}

/** Takes the hooks away and puts back what was there. @returns those that were installed */
export function uninstallHooks(root: string): Installed[] {
  const folder = hooksFolder(workTreeOf(root));
  return hookNames.flatMap((name) => uninstall(placeOf(folder, name)) ?? []);
}

function uninstall({ file, earlier }: Place): Installed | undefined {
  const restored = isThere(earlier) ? earlier : undefined;
  if (!isThere(file) || !holdsOurs(file)) {
    if (restored && isThere(file)) {
      throw new UserError(
        `${file} is not the hook of inference-gitops any more. What was there before it is ${earlier}. ` +
          'Nothing was changed.',
      );
    }
    if (!restored) return undefined;
  }
  if (restored) renameSync(restored, file);
  else rmSync(file, { force: true });
  return { file, earlier: restored };
}

function assertFree(file: string, earlier: string): void {
  if (!isThere(earlier)) return;
  throw new UserError(
    `${file} was replaced since inference-gitops was installed, and ${earlier} is the hook from before. ` +
      'Keep one of the two, and install again.',
  );
}

const holdsOurs = (file: string): boolean =>
  existsSync(file) && statSync(file).isFile() && isOurs(readFileSync(file, 'utf8'));

/** Where git looks for this repository's hooks. @throws UserError when other repositories look there too */
function hooksFolder({ top }: WorkTree): string {
  const at = (path: string) => (isAbsolute(path) ? path : resolve(top, path));
  const folder = at(git(top, ['rev-parse', '--git-path', 'hooks']).trimEnd());
  const own = [top, gitFolderOf({ top })];
  if (own.some((owner) => isBelow(folder, owner))) return folder;
  throw new UserError(
    `core.hooksPath is ${folder}, where other repositories have their hooks too. Let this one have its own ` +
      '(git config core.hooksPath "$(git rev-parse --git-common-dir)/hooks"), or call «inference-gitops hooks run» ' +
      'from there.',
  );
}

const gitFolderOf = ({ top }: Pick<WorkTree, 'top'>): string =>
  resolve(top, git(top, ['rev-parse', '--git-common-dir']).trimEnd());

function isBelow(path: string, folder: string): boolean {
  const real = (file: string) => (existsSync(file) ? realpathSync(file) : file);
  const way = relative(real(folder), real(path));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}
