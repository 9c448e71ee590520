import type { Problem } from '../environment/problem.js';

/** What a change does to what is there, the gravest first. */
export const consequences = ['destroyed', 'replaced', 'restarts', 'changed in place', 'created', 'text only'] as const;

export type Consequence = (typeof consequences)[number];

/** Place in an environment file of the value that causes a change. */
export type Cause = Pick<Problem, 'file' | 'line' | 'column' | 'path'>;

/** One thing that another state of the rendered files does. */
export interface Change {
  readonly environment: string;
  /** Key of the workload, where it is about one. */
  readonly workload: string | undefined;
  readonly consequence: Consequence;
  /** Such as `Deployment ml-inference/ml-inference-api`, `terraform` or `RUNBOOK.md`. */
  readonly object: string;
  /** Path inside the object; empty for the object as a whole. */
  readonly field: string;
  /** Undefined where there was nothing. */
  readonly from: unknown;
  /** Undefined where there will be nothing. */
  readonly to: unknown;
  /** What follows, as a sentence; empty where nothing needs to be said. */
  readonly note: string;
  readonly cause?: Cause;
}

/** Files of one environment's folder: path below it → text. */
export type FolderState = ReadonlyMap<string, string>;

/** What makes two changes the same one, whatever the values. */
export const keyOf = ({ environment, object, field }: Change): string => JSON.stringify([environment, object, field]);

const rankOf = ({ consequence }: Change): number => consequences.indexOf(consequence);

export const byGravity = (changes: readonly Change[]): Change[] => changes.toSorted((a, b) => rankOf(a) - rankOf(b));
