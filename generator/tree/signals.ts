import { setImmediate } from 'node:timers/promises';
import { StoppedError } from '../report/user-error.js';

/** Signals that ask a process to end → the exit code of one that they have ended: 128 and the signal's number. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type EndingSignal = keyof typeof exitCodes;
const signals = Object.keys(exitCodes) as EndingSignal[];

/**
 * Runs what must not be left half-done. A signal that comes meanwhile has its effect afterwards.
 * @param done what is done then, as a sentence
 * @throws StoppedError afterwards, when a signal came
 */
export async function uninterrupted(action: () => unknown, done: string): Promise<void> {
  let received: EndingSignal | undefined;
  const hold = (signal: NodeJS.Signals) => {
    received ??= signal as EndingSignal;
  };
  for (const signal of signals) process.on(signal, hold);
  try {
    action();
    // Node.js hands signals over while its loop waits: that is certain to have happened once in two turns.
    await setImmediate();
    await setImmediate();
  } finally {
    for (const signal of signals) process.off(signal, hold);
  }
  if (received) throw new StoppedError(`${received} came while files were being changed. ${done}`, exitCodes[received]);
}
