import type { Content } from '../base/hash.js';

/** The content of a folder: regular files, read when asked for, and what is neither file nor folder, such as links. */
export interface FolderContent {
  readonly files: ReadonlySet<string>;
  readonly obstacles: ReadonlySet<string>;
  read(path: string): Uint8Array;
  /** Whether a file holds exactly this. */
  holds(path: string, content: Content): boolean;
  /** SHA-256 of a file, in hexadecimal. */
  hash(path: string): string;
}

/**
 * How a file stands to what the input gives.
 * - missing: wanted, and not there;
 * - stale: as it was generated, from another input;
 * - edited: the generator's, wanted, and changed by someone since;
 * - orphaned: the generator's, and no longer wanted;
 * - unowned: somebody else's;
 * - blocked: wanted, and something that the generator doesn't own is in its place;
 * - altered: another version's, and no longer as that one wrote it.
 */
type FileStatus = 'unchanged' | 'missing' | 'stale' | 'edited' | 'orphaned' | 'unowned' | 'blocked' | 'altered';

export interface FileState {
  /** Below the environment's folder. */
  readonly path: string;
  readonly status: FileStatus;
  readonly before?: Uint8Array;
  readonly after?: Content;
  /** Someone's changes are in `before`: they are kept apart before the file is replaced or deleted. */
  readonly hasEdits?: boolean;
}

export interface Ownership {
  /** The generator's own files: path → hash of what it wrote; undefined where that isn't on record. */
  readonly owned: ReadonlyMap<string, string | undefined>;
  readonly hash: (content: Uint8Array) => string;
}

/** Compares a folder with its desired content. */
export function compareFolder(
  wanted: ReadonlyMap<string, Content>,
  disk: FolderContent,
  ownership: Ownership,
): FileState[] {
  const states: FileState[] = [];
  for (const [path, after] of wanted) states.push(stateOfWanted({ path, after }, disk, ownership));
  for (const path of [...disk.files, ...disk.obstacles]) {
    if (!wanted.has(path)) states.push(stateOfUnwanted(path, disk, ownership));
  }
  return states;
}

/** Compares a folder with what is on record of it, where another version has written it. */
export function compareRecorded(owned: ReadonlyMap<string, string>, disk: FolderContent): FileState[] {
  const recorded = [...owned].map(([path, digest]): FileState => {
    const isThere = disk.files.has(path) && disk.hash(path) === digest;
    return { path, status: isThere ? 'unchanged' : 'altered' };
  });
  const others = [...disk.files, ...disk.obstacles].filter((path) => !owned.has(path));
  return [...recorded, ...others.map((path): FileState => ({ path, status: 'unowned' }))];
}

function stateOfWanted(
  { path, after }: { path: string; after: Content },
  disk: FolderContent,
  { owned, hash }: Ownership,
): FileState {
  if (!disk.files.has(path)) return { path, status: isBlocked(path, disk, owned) ? 'blocked' : 'missing', after };
  if (disk.holds(path, after)) return { path, status: 'unchanged' };
  const before = disk.read(path);
  if (!owned.has(path)) return { path, status: 'blocked', before, after };
  const hasEdits = isEdited(before, owned.get(path), hash);
  return { path, status: hasEdits ? 'edited' : 'stale', before, after, hasEdits };
}

function stateOfUnwanted(path: string, disk: FolderContent, { owned, hash }: Ownership): FileState {
  if (!owned.has(path) || !disk.files.has(path)) return { path, status: 'unowned' };
  const before = disk.read(path);
  return { path, status: 'orphaned', before, hasEdits: isEdited(before, owned.get(path), hash) };
}

const isEdited = (content: Uint8Array, written: string | undefined, hash: Ownership['hash']): boolean =>
  written !== undefined && hash(content) !== written;

/** Tells whether a link, a folder or somebody's file is where the path or one of its folders has to be. */
function isBlocked(path: string, disk: FolderContent, owned: Ownership['owned']): boolean {
  if (disk.files.size === 0 && disk.obstacles.size === 0) return false;
  const parts = path.split('/');
  const inTheWay = (prefix: string) => disk.obstacles.has(prefix) || (disk.files.has(prefix) && !owned.has(prefix));
  if (parts.some((_, index) => inTheWay(parts.slice(0, index + 1).join('/')))) return true;
  for (const file of disk.files) if (file.startsWith(`${path}/`) && !owned.has(file)) return true;
  return false;
}
