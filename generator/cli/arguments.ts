import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command, CommandInput } from '../report/command.js';
import { UserError } from '../report/user-error.js';
import { environmentNamed } from './invocation.js';

/** What every command takes. */
const common = {
  root: { type: 'string', default: '.' },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', short: 'q', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export interface ParsedArguments extends Omit<CommandInput, 'color' | 'terminal' | 'progress'> {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly help: boolean;
}

/** @throws UserError for what the command doesn't take */
export function parseArguments(name: string, command: Command, args: readonly string[]): ParsedArguments {
  const { usage, switches, options = {} } = command;
  const own = Object.fromEntries(Object.keys(switches).map((key) => [key, { type: 'boolean' as const }]));
  const withValue = Object.fromEntries(
    Object.keys(options).map((key) => [key, { type: 'string' as const, multiple: true as const }]),
  );
  const { values, positionals } = asUserError(name, () =>
    parseArgs({ args: [...args], options: { ...own, ...withValue, ...common }, allowPositionals: usage !== '' }),
  );
  const given = values as Readonly<Record<string, unknown>>;
  return {
    root: resolve(String(values.root)),
    environments: positionals.map(environmentNamed),
    switches: new Set(Object.keys(switches).filter((key) => given[key] === true)),
    options: new Map(Object.keys(options).map((key) => [key, (given[key] ?? []) as readonly string[]])),
    json: values.json === true,
    quiet: values.quiet === true,
    help: values.help === true,
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
