import { UserError } from '../report/user-error.js';

/** What a flow of steps is called in the runbook, and its command. */
export type Flow = 'bootstrap' | 'teardown';

/** One step of the runbook: what is pasted, or executed. */
export interface Step {
  readonly id: string;
  /** The heading that it stands under. */
  readonly title: string;
  /** For bash, at the root of the repository. */
  readonly script: string;
  /**
   * Whether each run repeats it, because it prepares this machine and not the environment: up to the step of this name,
   * or to the end.
   */
  readonly eachTime: false | { readonly until: string | undefined };
}

const heading = /^#{2,}\s+(.+)$/;
const fence = /^```(\w*)$/;

/**
 * Reads the steps of a flow from the runbook: each block after a comment such as `<!-- bootstrap: state -->`, in the
 * order of the page. So what is printed, what is pasted and what is executed are one text.
 *
 * @param runbook RUNBOOK.md as rendered: no value in it can be taken for a comment, a heading or a fence
 */
export function stepsOf(runbook: string, flow: Flow): Step[] {
  const steps: Step[] = [];
  let title = '';
  let announced: Omit<Step, 'script' | 'title'> | undefined;
  let block: string[] | undefined;
  for (const line of runbook.split('\n')) {
    if (block === undefined) {
      title = heading.exec(line)?.[1] ?? title;
      announced = announcement(line, flow) ?? announced;
      if (fence.test(line)) block = [];
    } else if (!fence.test(line)) block.push(line);
    else {
      if (announced) steps.push({ ...announced, title, script: `${block.join('\n')}\n` });
      announced = undefined;
      block = undefined;
    }
  }
  if (steps.length === 0)
    throw new UserError(
      `The runbook has no step of ${flow}: its templates, in runbook/, mark each with <!-- ${flow}: name -->.`,
    );
  return steps;
}

function announcement(line: string, flow: Flow): Omit<Step, 'script' | 'title'> | undefined {
  const [, ofFlow, id, eachTime, until] =
    /^<!-- (\w+): ([\w-]+)(, each time(?: until ([\w-]+))?)? -->$/.exec(line) ?? [];
  if (ofFlow !== flow || id === undefined) return undefined;
  return { id, eachTime: eachTime !== undefined && { until } };
}
