import type { Terminal } from '../report/terminal.js';
import { UserError } from '../report/user-error.js';
import { type Given, isAsked, type Known, type Option, optionNames, questions } from './questions.js';

/**
 * Completes what options say: by asking, or without a terminal by what is right mostly.
 * @throws UserError with every option that is wrong, or lacking
 */
export function complete(options: Given, known: Known, terminal: Terminal | undefined): Given {
  const wrong = [...options].flatMap(([option, text]) => {
    const fault = text === '' ? undefined : questions[option].faultOf(text);
    return fault === undefined ? [] : [`--${option}: ${fault}`];
  });
  if (wrong.length > 0) throw new UserError(wrong.join('\n'));
  const given = new Map(options);
  const lacking: Option[] = [];
  for (const option of optionNames.filter((one) => !options.has(one))) {
    if (!isAsked(option, given)) continue;
    const fallback = questions[option].fallback(given, known);
    const answer = terminal ? asked(option, fallback, terminal) : fallback;
    if (answer === undefined) lacking.push(option);
    else given.set(option, answer);
  }
  if (lacking.length > 0) throw new UserError(`Say also ${lacking.map((option) => `--${option}`).join(', ')}.`);
  return given;
}

/** Asks until the answer is one; an empty one takes what is offered. */
function asked(option: Option, fallback: string | undefined, terminal: Terminal): string {
  const { text, faultOf } = questions[option];
  const offer = fallback ? ` [${fallback}]` : '';
  for (;;) {
    const line = terminal.ask(`${text}\n  ${option}${offer}: `);
    if (line === undefined)
      throw new UserError('Nobody answers: give the options, or --yes for what is right mostly. Nothing was written.');
    const answer = line.trim() || fallback;
    const fault = answer === undefined ? 'This has to be known.' : answer === '' ? undefined : faultOf(answer);
    if (fault === undefined) return answer as string;
    terminal.write(`${fault}\n`);
  }
}
