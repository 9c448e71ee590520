import type { Problem } from '../environment/problem.js';

/** A failure that the user can correct: reported in sentences, without a stack trace, exit code 1. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Reports that the input has errors: carries all of them, and the warnings. */
export class ProblemsError extends UserError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('The input has errors.');
    this.problems = problems;
  }
}

const fileSystemSentences: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write or read here',
  EPERM: 'the system does not permit this',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENOTDIR: 'a file stands where a folder has to be',
  EISDIR: 'a folder stands where a file has to be',
  ELOOP: 'symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EXDEV: 'rendered/ lies on another file system than its parent: a rename can not cross it',
  EIO: 'the disk reports an error',
};

/** Explains a known error of the file system; undefined for any other error. */
export function fileSystemSentence(error: unknown): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const sentence = code === undefined ? undefined : fileSystemSentences[code];
  return sentence && `${path ?? 'The file system'}: ${sentence}. Nothing was changed.`;
}
