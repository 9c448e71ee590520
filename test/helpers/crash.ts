import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Every call by which the generator changes what is on the disk. */
const changing = ['writeFileSync', 'renameSync', 'rmSync', 'rmdirSync', 'mkdirSync', 'linkSync', 'unlinkSync'] as const;

/** What the process would have gone on with. */
export class Killed extends Error {}

interface Death {
  /** Which change is the last: 1 is the first of the run. Infinity only counts. */
  readonly at: number;
  /** The last one happens by half (a file is cut off), or is the first that doesn't happen. */
  readonly halfDone: boolean;
}

/**
 * Lets `action` run up to a change of the disk, and then no further: from that moment every change fails, those of catch and finally too, as it is after
 * SIGKILL. @returns how many changes there were
 */
export async function dieAt({ at, halfDone }: Death, action: () => Promise<unknown>): Promise<number> {
  const originals = Object.fromEntries(changing.map((name) => [name, fs[name]]));
  let calls = 0;
  const dying =
    (name: (typeof changing)[number]) =>
    (...args: unknown[]) => {
      calls += 1;
      if (calls < at) return (originals[name] as (...given: unknown[]) => unknown)(...args);
      if (calls === at && halfDone) doHalf(originals, name, args);
      throw new Killed();
    };
  Object.assign(fs, Object.fromEntries(changing.map((name) => [name, dying(name)])));
  syncBuiltinESMExports();
  try {
    await action();
  } catch (error) {
    if (calls < at) throw error;
  } finally {
    Object.assign(fs, originals);
    syncBuiltinESMExports();
  }
  return calls;
}

function doHalf(originals: Record<string, unknown>, name: string, args: unknown[]): void {
  const call = originals[name] as (...given: unknown[]) => unknown;
  if (name !== 'writeFileSync') call(...args);
  else call(args[0], Buffer.from(args[1] as Uint8Array).subarray(0, 3), ...args.slice(2));
}
