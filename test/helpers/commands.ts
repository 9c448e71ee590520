import { check } from '../../generator/commands/check.js';
import { diff } from '../../generator/commands/diff.js';
import { render } from '../../generator/commands/render.js';
import { upgrade } from '../../generator/commands/upgrade.js';
import { validate } from '../../generator/commands/validate.js';
import type { Problem } from '../../generator/environment/problem.js';
import type { Command, Outcome } from '../../generator/report/command.js';
import { failure } from '../../generator/report/failure.js';

const commands = { render, check, diff, upgrade, validate } satisfies Record<string, Command>;
export type CommandName = keyof typeof commands;

/** Runs a command in this process, which is quick, and turns its errors into an outcome as cli.ts does. */
export async function run(name: CommandName, root: string, ...args: readonly string[]): Promise<Outcome> {
  const switches = new Set(args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2)));
  const environments = args.filter((arg) => !arg.startsWith('--'));
  try {
    return await commands[name].run({ root, environments, switches, color: false });
  } catch (error) {
    return failure(error, root);
  }
}

export const problemsIn = ({ json }: Outcome): readonly Problem[] =>
  (json as { problems?: readonly Problem[] }).problems ?? [];
