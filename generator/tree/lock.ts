import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../report/user-error.js';
import { listing } from './disk.js';

/** Another run holds the folder and didn't let go in time. */
export class LockedError extends UserError {}

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
 * Takes a lock that a killed run can't keep: the file holds its holder's name, with its process, and the lock of a
 * process that is gone is taken over. The file appears with its content in one step (a hard link), so that nobody reads
 * half of it. The file that is linked has its holder in its own name too: a run may be killed before the content is
 * in it.
 */
export async function acquireLock(file: string, { patience }: LockOptions): Promise<Lock> {
  const name = holderName(process.pid);
  const own = `${file}.${name}`;
  const deadline = Date.now() + patience;
  writeFileSync(own, name);
  try {
    while (!tryLink(own, file)) {
      const holder = readHolder(file);
      if (holder && isGone(holder)) removeStale(file, holder);
      else if (Date.now() > deadline) throw new LockedError(complaint(file, holder));
      else await setTimeout(20);
    }
  } finally {
    rmSync(own, { force: true });
  }
  removeAbandoned(file);
  return {
    assertHeld() {
      if (readHolder(file)?.name !== name) throw new LockedError('Another run has taken over: run this again.');
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

interface Holder {
  readonly name: string;
  readonly pid: number;
  /** As `encodeURIComponent` writes it. */
  readonly host: string;
}

/** A name that no other run has, and that says which process of which machine has it. It can be a file's name. */
export const holderName = (pid: number): string => `${pid}@${thisHost()}@${randomUUID()}`;

const thisHost = () => encodeURIComponent(hostname());

function readHolder(file: string): Holder | undefined {
  try {
    return parseHolder(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function parseHolder(name: string): Holder | undefined {
  const [, pid, host] = /^(\d{1,10})@([^@]*)@[\w-]+$/.exec(name) ?? [];
  return pid === undefined || host === undefined ? undefined : { name, pid: Number(pid), host };
}

/** Tells whether a holder's process has ended. On another host nobody can tell: such a holder counts as alive. */
function isGone({ pid, host }: Holder): boolean {
  if (host !== thisHost()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Moves the lock aside before it is deleted: of several runs that find it stale, one moves it, and that one looks
 * whether it moved the right one.
 */
function removeStale(file: string, holder: Holder): void {
  const aside = `${file}.${holderName(process.pid)}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readHolder(aside)?.name !== holder.name) tryLink(aside, file);
  rmSync(aside, { force: true });
}

/** Runs that were killed on the way leave the file that they meant to be the lock, or had moved aside. */
function removeAbandoned(file: string): void {
  const prefix = `${basename(file)}.`;
  for (const { name } of listing(dirname(file))) {
    const holder = name.startsWith(prefix) ? parseHolder(name.slice(prefix.length)) : undefined;
    if (holder && isGone(holder)) rmSync(join(dirname(file), name), { force: true });
  }
}

function complaint(file: string, holder: Holder | undefined): string {
  const who = holder ? `process ${holder.pid} on ${decodeURIComponent(holder.host)}` : 'another run';
  return `${who} is rendering here. Wait for it; if it is gone for certain, delete ${file}.`;
}
