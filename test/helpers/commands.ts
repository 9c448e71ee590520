import { parseArguments } from '../../generator/cli/arguments.js';
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
  try {
    const { environments, switches, options } = parseArguments(name, commands[name], args);
    return await commands[name].run({ root, environments, switches, options, color: false });
  } catch (error) {
    return failure(error, root);
  }
}

export const problemsIn = ({ json }: Outcome): readonly Problem[] =>
  (json as { problems?: readonly Problem[] }).problems ?? [];
