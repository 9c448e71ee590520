import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../report/user-error.js';
import { tryGit } from './git.js';

export interface Versions {
  readonly ours: string;
  readonly base: string;
  readonly theirs: string;
}

/** Merges two texts that came from one, as git merges a file; where both changed a line, with git's markers. */
export function mergeTexts(versions: Versions, labels: readonly [ours: string, base: string, theirs: string]) {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-'));
  try {
    const names = ['ours', 'base', 'theirs'] as const;
    for (const name of names) writeFileSync(join(folder, name), versions[name]);
    const marks = labels.flatMap((label) => ['-L', label]);
    const { status, stdout, stderr } = tryGit(folder, ['merge-file', '-p', '--diff3', ...marks, ...names]);
    if (status === null || status > 127) throw new UserError(`git merge-file failed: ${stderr.trim()}`);
    return { text: stdout, conflicts: status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
