/** The signals that end a program in order. */
export type EndSignal = 'SIGTERM' | 'SIGINT';

/** The exit codes that shells give programs ended by these signals. */
export const EXIT_CODES: Readonly<Record<EndSignal, number>> = { SIGTERM: 143, SIGINT: 130 };

type SignalHandler = (signal: EndSignal) => void;

let handle: SignalHandler = (signal) => process.exit(EXIT_CODES[signal]);

/**
 * Sets what a signal does from now on; before, it ends the process. Importing this file makes signals count: a process
 * that is PID 1, as in a container, ignores those that it has no handler for.
 */
export function onSignal(handler: SignalHandler): void {
  handle = handler;
}

process.on('SIGTERM', () => handle('SIGTERM'));
process.on('SIGINT', () => handle('SIGINT'));
