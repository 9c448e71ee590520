import type { Progress } from './progress.js';
import type { Terminal } from './terminal.js';

/** Of what --json prints: a reader that knows this number understands it. docs/json.md describes it. */
export const jsonVersion = 1;

/** The result of a command. Only cli.ts prints it and exits. */
export interface Outcome {
  /** 0 for success, 1 for errors, 2 for differences; 129, 130 and 143 when a signal has ended it. */
  readonly exitCode: 0 | 1 | 2 | 129 | 130 | 143;
  /** Text for standard output. */
  readonly text: string;
  /** Warnings and errors, for standard error. */
  readonly notes?: string;
  /** Data that --json prints instead of `text` and `notes`. */
  readonly json: unknown;
}

export interface CommandInput {
  /** The repository's root, absolute. */
  readonly root: string;
  /** Names of environments; empty for all. */
  readonly environments: readonly string[];
  /** The switches that were given. */
  readonly switches: ReadonlySet<string>;
  /** What was given to each option that takes a value; an option may be given more than once. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** Whether standard output can show colours. */
  readonly color: boolean;
  /** Where it is told how far a long run is. */
  readonly progress?: Progress;
  /** Terminal for progress and questions; absent where nobody can answer. */
  readonly terminal?: Terminal;
}

export interface Command {
  readonly summary: string;
  /** The arguments in the usage line. */
  readonly usage: string;
  /** Description of each switch. */
  readonly switches: Readonly<Record<string, string>>;
  /** Options with a value: how the value is called in the help, and the description. */
  readonly options?: Readonly<Record<string, { readonly value: string; readonly text: string }>>;
  run(input: CommandInput): Promise<Outcome>;
}
