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

const fileSystemReasons: Readonly<Record<string, string>> = {
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

/** What the file system refused, in words; undefined for anything else. */
export const fileSystemReason = (error: unknown): string | undefined =>
  fileSystemReasons[(error as NodeJS.ErrnoException).code ?? ''];

/** As `fileSystemReason`, with the path that it is about. */
export function fileSystemSentence(error: unknown): string | undefined {
  const reason = fileSystemReason(error);
  return reason && `${(error as NodeJS.ErrnoException).path ?? 'The file system'}: ${reason}.`;
}

/**
 * A failure after something was changed. Every other failure has changed nothing, and is told so: whatever changes
 * something fails with this.
 */
export class ChangedError extends Error {
  override readonly name = 'ChangedError';
  /** What is changed by now, and what to do, in sentences. */
  readonly changed: string;

  constructor(changed: string, cause: unknown) {
    super(changed, { cause });
    this.changed = changed;
  }
}

/** Runs what comes after a change, so that its failure says what is changed. */
export async function afterChange<T>(changed: string, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ChangedError || error instanceof StoppedError) throw error;
    throw new ChangedError(changed, error);
  }
}

/** The command did what it had begun, and stops because a signal said so. */
export class StoppedError extends UserError {
  /** 128 and the signal's number, as shells have it. */
  readonly exitCode: 129 | 130 | 143;

  constructor(message: string, exitCode: StoppedError['exitCode']) {
    super(message);
    this.exitCode = exitCode;
  }
}
