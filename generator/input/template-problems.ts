import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { conflictSentence, conflictsIn } from '../base/conflict-markers.js';
import { kindSentence } from '../base/regular-file.js';
import type { Problem } from '../environment/problem.js';
import { readFolder } from '../tree/disk.js';

/** Finds what is in a folder of templates and can't be one: links, pipes, and files with a merge conflict in them. */
export function templateProblems(root: string, folder: string): Problem[] {
  const { files, obstacles, read } = readFolder(join(root, folder));
  const problems = [...obstacles]
    .filter((path) => !isEditorLock(path))
    .map((path) => obstacleProblem(join(root, folder, path), `${folder}/${path}`));
  for (const path of files) problems.push(...conflictProblems(`${folder}/${path}`, read(path)));
  return problems;
}

/** Emacs puts a link to nowhere beside a file that is being edited. */
const isEditorLock = (path: string): boolean => /(^|\/)\.#[^/]*$/.test(path);

const obstacleProblem = (absolute: string, file: string): Problem =>
  problem(file, 1, 'file-kind', `This ${kindSentence(lstatSync(absolute))}`);

function conflictProblems(file: string, content: Uint8Array): Problem[] {
  const text = Buffer.from(content).toString('latin1');
  return conflictsIn(text).map((conflict) =>
    problem(file, conflict.firstLine, 'merge-conflict', conflictSentence(conflict)),
  );
}

const problem = (file: string, line: number, rule: string, message: string): Problem => ({
  severity: 'error',
  rule,
  path: '',
  message,
  file,
  line,
  column: 1,
});
