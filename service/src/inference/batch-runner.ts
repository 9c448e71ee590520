import { RequestError } from '../errors.js';
import { plainReason } from '../model/reason.js';
import type { Model, OutputData, Row } from '../model/types.js';
import type { Budget } from './budget.js';
import { type Portion, refuseJob } from './job.js';
import type { BatchObserver } from './observer.js';

/** Runs batches and answers the requests that they were composed of. */
export class BatchRunner {
  readonly #model: Model;
  readonly #budget: Budget;
  readonly #observer: BatchObserver;
  #runsAtOnce = false;

  constructor(model: Model, budget: Budget, observer: BatchObserver) {
    this.#model = model;
    this.#budget = budget;
    this.#observer = observer;
  }

  /** Whether the last run blocked until its end: then no other can be under way. */
  get runsAtOnce(): boolean {
    return this.#runsAtOnce;
  }

  async run(portions: readonly Portion[]): Promise<void> {
    const rows = rowsOf(portions);
    const startedAt = performance.now();
    try {
      const run = this.#model.run(rows);
      this.#runsAtOnce = !(run instanceof Promise);
      // Only a promise is awaited: a wait would let the answers of the run before be written in this run's time.
      const outputs = run instanceof Promise ? await run : run;
      const seconds = (performance.now() - startedAt) / 1000;
      this.#budget.learn(rows.length, seconds);
      this.#observer.onRun(rows.length, seconds);
      this.#observer.onAnswers(rows, outputs);
      deliver(portions, outputs);
    } catch (error) {
      await this.#isolate(portions, error);
    }
  }

  /** Runs each portion of a failed batch apart: a row that the model refuses then fails its own request only. */
  async #isolate(portions: readonly Portion[], error: unknown): Promise<void> {
    if (portions.length > 1) {
      for (const portion of portions) await this.run([portion]);
      return;
    }
    const refusal = new RequestError(422, `the model refuses these values: ${plainReason(error)}`);
    refuseJob((portions[0] as Portion).job, refusal);
  }
}

function rowsOf(portions: readonly Portion[]): Row[] {
  const rows: Row[] = [];
  for (const { job, from, count } of portions) {
    for (let index = 0; index < count; index++) rows.push(job.rows[from + index] as Row);
  }
  return rows;
}

function deliver(portions: readonly Portion[], outputs: readonly OutputData[]): void {
  let from = 0;
  for (const { job, count } of portions) {
    try {
      for (let row = from; row < from + count; row++) job.answers.push(job.makeAnswer(outputs, row));
      if (job.taken === job.rows.length) job.resolve(job.answers);
    } catch (error) {
      refuseJob(job, error);
    }
    from += count;
  }
}
