import { NotReadError } from '../base/regular-file.js';
import { TemplateError } from '../template/template-error.js';
import type { Outcome } from './command.js';
import { countText, printable, problemsText } from './problems.js';
import { readableStack } from './stack.js';
import { ChangedError, fileSystemSentence, ProblemsError, StoppedError, UserError } from './user-error.js';

/**
 * Reports an error: in sentences where the user can correct the cause, with the stack trace where it is a bug. Says
 * what is changed by then.
 */
export function failure(error: unknown, root: string): Outcome {
  if (!(error instanceof ChangedError)) return told(error, root, undefined);
  return told(error.cause, root, error.changed);
}

function told(error: unknown, root: string, changed: string | undefined): Outcome {
  if (error instanceof ProblemsError) {
    const { problems } = error;
    const notes = problemsText(root, problems) + countText(problems) + (changed === undefined ? '' : `${changed}\n`);
    return { exitCode: 1, text: '', notes, json: { problems, ...(changed !== undefined && { changed }) } };
  }
  const message = messageOf(error, changed);
  return {
    exitCode: error instanceof StoppedError ? error.exitCode : 1,
    text: '',
    notes: `${printable(message)}\n`,
    json: { error: message },
  };
}

function messageOf(error: unknown, changed: string | undefined): string {
  const effect = changed ?? 'Nothing was changed.';
  const sentence = sentenceOf(error);
  if (sentence !== undefined) return changed === undefined ? sentence : `${sentence}\n${changed}`;
  const refusal = error instanceof NotReadError ? error.message : fileSystemSentence(error);
  if (refusal !== undefined) return `${refusal} ${effect}`;
  return `This is a bug of inference-gitops. ${effect} Please report it with these lines:\n${readableStack(error)}`;
}

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof TemplateError)) return undefined;
  const { file, line, column, message } = error;
  return `${[file, line, column].filter((part) => part !== undefined).join(':')} ${message}`;
}
