import { TemplateError } from '../template/template-error.js';
import type { Outcome } from './command.js';
import { countText, printable, problemsText } from './problems.js';
import { fileSystemSentence, ProblemsError, UserError } from './user-error.js';

/** Reports an error: in sentences where the user can correct the cause, with the stack trace where it is a bug. */
export function failure(error: unknown, root: string): Outcome {
  if (error instanceof ProblemsError) {
    const { problems } = error;
    return { exitCode: 1, text: '', notes: problemsText(root, problems) + countText(problems), json: { problems } };
  }
  return failed(sentenceFor(error) ?? bug(error));
}

const failed = (message: string): Outcome => ({
  exitCode: 1,
  text: '',
  notes: `${printable(message)}\n`,
  json: { error: message },
});

function sentenceFor(error: unknown): string | undefined {
  if (error instanceof TemplateError) {
    const { file, line, column, message } = error;
    return `${[file, line, column].filter((part) => part !== undefined).join(':')} ${message}`;
  }
  return error instanceof UserError ? error.message : fileSystemSentence(error);
}

const bug = (error: unknown): string =>
  'This is a bug of inference-gitops; nothing was changed. Please report it with these lines:\n' +
  `${(error as Error).stack ?? String(error)}`;
