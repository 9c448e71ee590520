import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { UserError } from '../user-error.js';
import { listing } from './disk.js';

/** Another run holds the folder and didn't let go in time. */
export class LockedError extends UserError {}

const owner = z.object({ pid: z.int(), host: z.string(), token: z.string() });

export interface Lock {
  /** Throws when another run has taken the lock away: nothing may be swapped then. */
  assertHeld(): void;
  release(): void;
}

export interface LockOptions {
  /** How long to wait for another run, in milliseconds. */
  readonly patience: number;
}

/**
 * Takes a lock that a killed run can't keep: the file names its process, and a process that is gone has no say. The file appears with its
 * content in one step (a hard link), so that nobody reads half of it.
 */
export async function acquireLock(file: string, { patience }: LockOptions): Promise<Lock> {
  const token = `${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const own = `${file}.${token}`;
  const deadline = Date.now() + patience;
  writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname(), token }));
  try {
    while (!tryLink(own, file)) {
      const holder = readHolder(file);
      if (holder && isGone(holder)) removeStale(file, holder.token);
      else if (Date.now() > deadline) throw new LockedError(complaint(file, holder));
      else await setTimeout(20);
    }
  } finally {
    rmSync(own, { force: true });
  }
  removeAbandoned(file);
  return {
    assertHeld() {
      if (readHolder(file)?.token !== token) throw new LockedError('Another run has taken over: run this again.');
    },
    release: () => rmSync(file, { force: true }),
  };
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

type Holder = z.infer<typeof owner>;

function readHolder(file: string): Holder | undefined {
  try {
    return owner.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** On another machine nobody can tell: such a holder counts as alive. */
function isGone({ pid, host }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Moves the lock aside before it is deleted: of several runs that find it stale, one moves it, and it looks whether it moved the right one. */
function removeStale(file: string, token: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readHolder(aside)?.token !== token) tryLink(aside, file);
  rmSync(aside, { force: true });
}

/** Runs that were killed while they waited leave the file that they meant to be the lock. */
function removeAbandoned(file: string): void {
  for (const { name } of listing(dirname(file))) {
    if (!name.startsWith(`${basename(file)}.`)) continue;
    const path = join(dirname(file), name);
    const holder = readHolder(path);
    if (holder && isGone(holder)) rmSync(path, { force: true });
  }
}

function complaint(file: string, holder: Holder | undefined): string {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another run';
  return `${who} is rendering here. Wait for it; if it is gone for certain, delete ${file}.`;
}
