import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command, CommandInput } from '../report/command.js';
import { UserError } from '../report/user-error.js';

/** What every command takes. */
const common = {
  root: { type: 'string', default: '.' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export interface ParsedArguments extends Omit<CommandInput, 'color' | 'terminal'> {
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws UserError for what the command doesn't take */
export function parseArguments(name: string, { usage, switches }: Command, args: readonly string[]): ParsedArguments {
  const own = Object.fromEntries(Object.keys(switches).map((key) => [key, { type: 'boolean' as const }]));
  const { values, positionals } = asUserError(name, () =>
    parseArgs({ args: [...args], options: { ...own, ...common }, allowPositionals: usage !== '' }),
  );
  return {
    root: resolve(String(values.root)),
    environments: positionals,
    switches: new Set(Object.keys(switches).filter((key) => (values as Record<string, unknown>)[key] === true)),
    json: values.json,
    help: values.help,
  };
}

function asUserError<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) throw error;
    const [sentence] = (error as Error).message.split(/\. (?=To specify)/) as [string];
    throw new UserError(`${sentence.replace(/\.$/, '')}. See: inference-gitops ${name} --help`);
  }
}
