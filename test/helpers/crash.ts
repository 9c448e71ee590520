import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** The functions by which the generator changes the disk. */
const changing = ['writeFileSync', 'renameSync', 'rmSync', 'rmdirSync', 'mkdirSync', 'linkSync', 'unlinkSync'] as const;

/** Thrown by every change of the disk after the process would have been killed. */
export class Killed extends Error {}

interface Death {
  /** Number of the change at which the process dies, from 1. With Infinity, changes are only counted. */
  readonly at: number;
  /** Whether that change is half done (a file is cut off), or not done at all. */
  readonly halfDone: boolean;
}

/**
 * Runs an action as if the process were killed at a change of the disk: that change and all later ones fail, those in
 * catch and finally too.
 * @returns how many changes there were
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
