import { namesOf } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import type { Command, CommandInput, Outcome } from '../report/command.js';
import { UserError } from '../report/user-error.js';
import { type FlowInput, resumeText, runFlow, statesOf, stepText } from './flow.js';
import { checkRendered } from './readiness.js';
import { renderedRunbook } from './rendered-runbook.js';
import { type Flow, stepsOf } from './steps.js';

interface FlowCommand {
  readonly flow: Flow;
  readonly summary: string;
  /** Why this environment must not go through the flow now; undefined when it may. */
  readonly refusal: (environment: Environment) => string | undefined;
  /** What to say when all is done. */
  readonly farewell: (environment: Environment) => string;
}

/** A command that prints the steps of the runbook, and with --run executes them. */
export const flowCommand = ({ flow, summary, refusal, farewell }: FlowCommand): Command => ({
  summary,
  usage: '<env>',
  switches: { run: 'execute the steps, each behind the account guard and a yes; goes on where the last run ended' },
  async run(input) {
    const { environment, runbook } = await renderedRunbook(input.root, input.environments, flow);
    const steps = stepsOf(runbook, flow);
    const given = { root: input.root, flow, environment, names: namesOf(environment), steps };
    const refused = refusal(environment);
    if (!input.switches.has('run')) return printed(given, refused);
    if (refused) throw new UserError(refused);
    await execute(given, input);
    const text = farewell(environment);
    return { exitCode: 0, text, json: { environment: environment.name, done: true, steps: statesOf(given) } };
  },
});

async function execute(given: FlowInput, { root, terminal }: CommandInput): Promise<void> {
  if (!terminal) throw new UserError('--run asks before each step, and there is nobody to ask.');
  const rendered = await checkRendered(root, given.environment.name);
  if (rendered.status !== 'ok') throw new UserError(`${rendered.message}, and commit it. Nothing was done.`);
  terminal.write(resumeText(given));
  await runFlow(given, terminal);
}

function printed(given: FlowInput, refused: string | undefined): Outcome {
  const { environment, flow } = given;
  const steps = statesOf(given);
  const blocks = steps.map((step, index) => {
    const text = stepText(step, index + 1, steps.length);
    return step.done ? text.replace('\n', '  (done)\n') : text;
  });
  return {
    exitCode: 0,
    text: `${blocks.join('\n')}\n`,
    notes:
      `${refused ? `${refused}\n` : ''}${resumeText(given)}` +
      `Nothing was executed: ${flow} ${environment.name} --run does that.\n`,
    json: { environment: environment.name, done: false, refused: refused ?? null, steps },
  };
}
