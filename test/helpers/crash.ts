import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** The functions by which the generator changes the disk. */
const changing = ['writeFileSync', 'renameSync', 'rmSync', 'rmdirSync', 'mkdirSync', 'linkSync', 'unlinkSync'] as const;

type Change = (...args: unknown[]) => unknown;

/** Stands in for one change of the disk: number 1 is the first of the run. `really` makes it. */
type Stand = (
  call: { readonly number: number; readonly name: string; readonly args: unknown[] },
  really: Change,
) => unknown;

/** Puts something in the place of every change of the disk while `action` runs. @returns how many changes there were */
async function intercept(stand: Stand, action: () => Promise<unknown>): Promise<number> {
  const originals = Object.fromEntries(changing.map((name) => [name, fs[name]])) as Record<string, Change>;
  let number = 0;
  const standIn =
    (name: string): Change =>
    (...args) => {
      number += 1;
      return stand({ number, name, args }, originals[name] as Change);
    };
  Object.assign(fs, Object.fromEntries(changing.map((name) => [name, standIn(name)])));
  syncBuiltinESMExports();
  try {
    await action();
  } finally {
    Object.assign(fs, originals);
    syncBuiltinESMExports();
  }
  return number;
}

/** Thrown by every change of the disk after the process would have been killed. */
class Killed extends Error {}

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
  let calls = 0;
  const stand: Stand = ({ number, name, args }, really) => {
    calls = number;
    if (number < at) return really(...args);
    if (number === at && halfDone) doHalf(really, name, args);
    throw new Killed();
  };
  try {
    return await intercept(stand, action);
  } catch (error) {
    if (calls < at) throw error;
    return calls;
  }
}

function doHalf(really: Change, name: string, args: unknown[]): void {
  if (name !== 'writeFileSync') really(...args);
  else really(args[0], Buffer.from(args[1] as Uint8Array).subarray(0, 3), ...args.slice(2));
}

/** Lets one change of the disk fail as a disk does that reports an error; those before and after it are made. */
export const failAt = (at: number, action: () => Promise<unknown>): Promise<number> =>
  intercept(({ number, args }, really) => {
    if (number !== at) return really(...args);
    throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO', path: String(args[0]) });
  }, action);
