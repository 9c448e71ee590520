import type { OutputData, Row } from '../model/types.js';

/** The receiver of the batcher's reports. Times are in seconds. */
export interface BatchObserver {
  /** Called after each run with the number of its rows and its duration. */
  readonly onRun: (rows: number, seconds: number) => void;
  /** Called once for each request, when its first rows go into a batch. */
  readonly onWait: (seconds: number) => void;
  readonly onReject: (reason: 'queue_full' | 'client_gone') => void;
  /** Called with the rows of a batch and the model's outputs for them. */
  readonly onAnswers: (rows: readonly Row[], outputs: readonly OutputData[]) => void;
}
