import { mergeTexts } from '../git/merge-file.js';

/** A file of a repository as this version would have it, with what its owner did to it. */
export interface Merged {
  readonly path: string;
  readonly text: string;
  readonly conflicts: number;
}

export interface ToMerge {
  /** What an earlier version wrote, by path. */
  readonly bases: ReadonlyMap<string, string>;
  /** What this version writes. */
  readonly wanted: ReadonlyMap<string, string>;
  readonly versions: readonly [before: string, now: string];
  /** Reads a file as it is; undefined where there is none. */
  read(path: string): string | undefined;
}

/**
 * Merges what is new into what is there. What somebody has deleted stays away, what this version writes as the earlier
 * one did stays as it is, and a file that the earlier one didn't write comes where nothing is.
 */
export function mergeWritten({ bases, wanted, versions: [before, now], read }: ToMerge): Merged[] {
  return [...wanted].flatMap(([path, theirs]): Merged[] => {
    const ours = read(path);
    const base = bases.get(path);
    if (base === undefined) return ours === undefined ? [{ path, text: theirs, conflicts: 0 }] : [];
    if (ours === undefined || base === theirs || ours === theirs) return [];
    if (ours === base) return [{ path, text: theirs, conflicts: 0 }];
    const labels = ['yours', `inference-gitops ${before}`, `inference-gitops ${now}`] as const;
    return [{ path, ...mergeTexts({ ours, base, theirs }, labels) }];
  });
}

/** Names another version of the packages that are released together; a path or a tag of somebody's own stays. */
export const pinned = (text: string, version: string): string =>
  text.replace(/("(?:inference-gitops|@inference-gitops\/service)": ")\d+\.\d+\.\d+[^"]*(")/g, `$1${version}$2`);
