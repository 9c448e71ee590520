import { join } from 'node:path';
import { packageFile, version } from '../base/package.js';
import { readIfPresent } from '../tree/disk.js';
import { answersOf } from './answers.js';
import { isMerged, isPackage, repositoryFiles } from './files.js';
import { gitPlaceOf } from './git-place.js';
import { type Merged, mergeWritten, pinned } from './merge.js';
import { type InitRecord, initRecordPath, initRecordText } from './record.js';

/**
 * Merges what init writes in this version into what it wrote in an earlier one, and pins this version. The last of the
 * files is the record itself. Nothing is written.
 */
export function upgradedFiles(root: string, { version: before, answers, files: bases }: InitRecord): Merged[] {
  const files = repositoryFiles(answersOf(answers), packageFile, { ...gitPlaceOf(root), version });
  const wanted = new Map([...files].filter(([path]) => isMerged(path)));
  const read = (path: string) => readIfPresent(join(root, path));
  const merged = mergeWritten({ bases, wanted, versions: [before, version], read });
  const packages = [...files.keys()].filter(isPackage).flatMap((path): Merged[] => {
    const ours = read(path);
    const text = ours === undefined ? undefined : pinned(ours, version);
    return text === undefined || text === ours ? [] : [{ path, text, conflicts: 0 }];
  });
  const isOurs = (path: string) => bases.has(path) || merged.some((one) => one.path === path);
  const record = initRecordText({ version, answers, files: new Map([...wanted].filter(([path]) => isOurs(path))) });
  const changed = [...merged, ...packages];
  return record === read(initRecordPath) ? changed : [...changed, { path: initRecordPath, text: record, conflicts: 0 }];
}
