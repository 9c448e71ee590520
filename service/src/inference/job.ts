import type { OutputData, Row } from '../model/types.js';

/** Makes the answer for one row of a batch. */
export type AnswerMaker<T> = (outputs: readonly OutputData[], row: number) => T;

/** A request in the queue: its rows, and what to do with the model's outputs for them. */
export interface Job {
  readonly rows: readonly Row[];
  /** Tells whether the client has left. */
  readonly isGone: () => boolean;
  readonly makeAnswer: AnswerMaker<unknown>;
  readonly resolve: (answers: unknown[]) => void;
  readonly reject: (error: unknown) => void;
  /** The answers for the rows that have run, each at its row's index. */
  readonly answers: unknown[];
  /** The number of rows that have run. */
  answered: number;
  readonly enqueuedAt: number;
  /** The time by which it runs: jobs run in the order of these times. */
  readonly dueAt: number;
  /** The number of rows that have gone into batches. */
  taken: number;
  isRefused: boolean;
}

/** The rows of one job that go into one batch. */
export interface Portion {
  readonly job: Job;
  readonly from: number;
  readonly count: number;
}

/** Rejects a job; its remaining rows are not run. */
export function refuseJob(job: Job, error: unknown): void {
  job.isRefused = true;
  job.reject(error);
}
