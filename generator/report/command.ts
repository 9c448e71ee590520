import type { Terminal } from './terminal.js';

/** What a command has to say. Only cli.ts prints it and exits. */
export interface Outcome {
  /** 0 clean, 1 error, 2 differences found. */
  readonly exitCode: 0 | 1 | 2;
  /** For standard output. */
  readonly text: string;
  /** For standard error: warnings and errors. */
  readonly notes?: string;
  /** What --json prints instead of both. */
  readonly json: unknown;
}

export interface CommandInput {
  /** The repository's root, absolute. */
  readonly root: string;
  /** Names of environments; none means all. */
  readonly environments: readonly string[];
  /** The command's own switches that were given. */
  readonly switches: ReadonlySet<string>;
  /** Whether standard output shows colours. */
  readonly color: boolean;
  /** For what takes long and asks; absent where nobody can answer. */
  readonly terminal?: Terminal;
}

export interface Command {
  readonly summary: string;
  /** Takes the place of <arguments> in the usage line. */
  readonly usage: string;
  /** Switch → what it does. */
  readonly switches: Readonly<Record<string, string>>;
  run(input: CommandInput): Promise<Outcome>;
}
