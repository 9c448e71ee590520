import { guardAccount } from '../aws/guard.js';
import type { Names } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import type { Terminal } from '../report/terminal.js';
import { afterChange, UserError } from '../report/user-error.js';
import { digest, forgetProgress, isDone, progressPath, readProgress, remaining, writeProgress } from './progress.js';
import { runStep } from './run.js';
import type { Flow, Step } from './steps.js';

export interface FlowInput {
  readonly root: string;
  readonly flow: Flow;
  readonly environment: Environment;
  readonly names: Names;
  readonly steps: readonly Step[];
}

export interface StepState extends Step {
  readonly done: boolean;
}

/** The steps, and which of them are done. */
export function statesOf({ root, flow, environment, steps }: FlowInput): StepState[] {
  const progress = readProgress(root, flow, environment.name);
  return steps.map((step) => ({ ...step, done: isDone(step, progress) }));
}

const other: Readonly<Record<Flow, Flow>> = { bootstrap: 'teardown', teardown: 'bootstrap' };

/**
 * Executes what is left of a flow: before each step the account guard and a yes. What is done is recorded after each
 * step, so that the next run goes on where this one ended.
 *
 * @throws UserError at the first step that fails, or that isn't wanted
 */
export async function runFlow(input: FlowInput, terminal: Terminal): Promise<void> {
  const { root, flow, environment, steps } = input;
  const done = new Map(readProgress(root, flow, environment.name));
  const left = remaining(steps, done);
  for (const step of left) {
    await runGuarded(input, step, terminal);
    await afterChange(unrecorded(step), () => {
      // What one flow builds the other takes away: from here on its progress is no longer true.
      forgetProgress(root, other[flow], environment.name);
      if (step.eachTime) return;
      done.set(step.id, digest(step));
      writeProgress(root, flow, environment.name, done);
    });
  }
  await afterChange('Every step is done.', () => forgetProgress(root, flow, environment.name));
}

const unrecorded = ({ title }: Step): string =>
  `The step «${title}» is done, but that is not on record: the next run begins with it again.`;

async function runGuarded(input: FlowInput, step: Step, terminal: Terminal): Promise<void> {
  const { root, flow, environment, names, steps } = input;
  const { account, arn } = await guardAccount(environment, names);
  terminal.write(`\n${stepText(step, steps.indexOf(step) + 1, steps.length)}\n`);
  if (!consents(terminal, `Account ${account}, as ${arn}. Run this step? [yes/skip/no] `)) return;
  const exitCode = await runStep(root, step, terminal);
  if (exitCode === 0) return;
  throw new UserError(
    `The step «${step.title}» failed (exit code ${exitCode}). ` +
      `Mend it, and run ${flow} ${environment.name} --run again: it goes on from there.`,
  );
}

/** @returns false to go on without this step @throws UserError to stop */
function consents(terminal: Terminal, question: string): boolean {
  const typed = terminal.ask(question);
  const word = typed?.trim().toLowerCase();
  if (typed === undefined) terminal.write('\n');
  if (word === 'yes' || word === 'y') return true;
  if (word === 'skip') return false;
  throw new UserError('Stopped: this step was not wanted. Nothing of it was done; the next run begins with it.');
}

export const stepText = ({ title, script }: Step, number: number, count: number): string =>
  `# ${number}/${count}  ${title}\n${script}`;

/** Says with which step a run would begin; nothing when that is the first. */
export function resumeText({ root, flow, environment, steps }: FlowInput): string {
  const progress = readProgress(root, flow, environment.name);
  const next = remaining(steps, progress).find((step) => !step.eachTime);
  if (!steps.some((step) => isDone(step, progress)) || !next) return '';
  return `Goes on with «${next.title}»; to begin anew, delete ${progressPath(flow, environment.name)}.\n`;
}
