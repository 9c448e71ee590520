import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readIfPresent } from '../tree/disk.js';
import { workFolder, writeWorkFile } from '../tree/work-folder.js';
import type { Flow, Step } from './steps.js';

/** How far a flow has come: each done step by its name, with a hash of what was executed. */
export type Progress = ReadonlyMap<string, string>;

const format = z.strictObject({ done: z.record(z.string(), z.string()) });

const fileOf = (flow: Flow, environment: string): string => `${flow}-${environment}.json`;

/** Where the progress is kept, from the repository's root. */
export const progressPath = (flow: Flow, environment: string): string => `${workFolder}/${fileOf(flow, environment)}`;

export function readProgress(root: string, flow: Flow, environment: string): Progress {
  const text = readIfPresent(join(root, progressPath(flow, environment))) ?? '';
  try {
    return new Map(Object.entries(format.parse(JSON.parse(text)).done));
  } catch {
    // Not there, or not ours: every step can be done again.
    return new Map();
  }
}

export function writeProgress(root: string, flow: Flow, environment: string, done: Progress): void {
  writeWorkFile(root, fileOf(flow, environment), `${JSON.stringify({ done: Object.fromEntries(done) }, null, 2)}\n`);
}

export const forgetProgress = (root: string, flow: Flow, environment: string): void =>
  rmSync(join(root, progressPath(flow, environment)), { force: true });

/** Identifies a step by what it executes: another region, name or version makes it another step. */
export const digest = ({ script }: Step): string => createHash('sha256').update(script).digest('hex');

export const isDone = (step: Step, progress: Progress): boolean => progress.get(step.id) === digest(step);

/**
 * The steps that are left: all from the first that isn't done, and before it those that each run repeats, while they
 * are needed.
 */
export function remaining(steps: readonly Step[], progress: Progress): Step[] {
  const first = steps.findIndex((step) => !step.eachTime && !isDone(step, progress));
  const isNeeded = ({ eachTime }: Step) => {
    if (!eachTime) return false;
    const last = steps.findIndex(({ id }) => id === eachTime.until);
    return last === -1 || first <= last;
  };
  return first === -1 ? [] : steps.filter((step, index) => index >= first || isNeeded(step));
}
