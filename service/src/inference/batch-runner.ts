import { RequestError } from '../errors.js';
import { plainReason } from '../model/reason.js';
import type { Model, OutputData, Row } from '../model/types.js';
import type { Admission } from './admission.js';
import type { Budget } from './budget.js';
import { type Portion, refuseJob } from './job.js';
import type { BatchObserver } from './observer.js';

/** The parts that correct their estimates by the runs. */
interface Learners {
  readonly budget: Budget;
  readonly admission: Admission;
}

interface Run {
  readonly rows: readonly Row[];
  readonly outputs: readonly OutputData[];
  readonly startedAt: number;
}

/** Runs batches and answers the requests that they were composed of. */
export class BatchRunner {
  readonly #model: Model;
  readonly #budget: Budget;
  readonly #admission: Admission;
  readonly #observer: BatchObserver;
  #runsAtOnce = false;
  #running = 0;

  constructor(model: Model, { budget, admission }: Learners, observer: BatchObserver) {
    this.#model = model;
    this.#budget = budget;
    this.#admission = admission;
    this.#observer = observer;
  }

  /** Whether the last run blocked until its end: then no other can be under way. */
  get runsAtOnce(): boolean {
    return this.#runsAtOnce;
  }

  /** The number of further runs that may be started now. */
  get idle(): number {
    return this.#model.parallelRuns - this.#running;
  }

  /** Returns a promise of the run's end where it doesn't end within the call. The promise is never rejected. */
  run(portions: readonly Portion[]): Promise<void> | undefined {
    const rows = rowsOf(portions);
    const startedAt = performance.now();
    this.#running += 1;
    this.#admission.onStart(rows.length);
    const fail = (error: unknown): Promise<void> | undefined => {
      this.#onEnd(rows.length);
      return this.#isolate(portions, error);
    };
    const finish = (outputs: readonly OutputData[]): void => this.#finish(portions, { rows, outputs, startedAt });
    const run = attempt(() => this.#model.run(rows));
    if ('error' in run) return fail(run.error);
    this.#runsAtOnce = !(run.outputs instanceof Promise);
    // Only a promise is awaited: a wait would let the answers of the run before be written in this run's time.
    if (run.outputs instanceof Promise) return run.outputs.then(finish, fail);
    finish(run.outputs);
    return undefined;
  }

  #finish(portions: readonly Portion[], { rows, outputs, startedAt }: Run): void {
    const seconds = (performance.now() - startedAt) / 1000;
    this.#onEnd(rows.length);
    this.#budget.learn(rows.length, seconds);
    this.#observer.onRun(rows.length, seconds);
    this.#observer.onAnswers(rows, outputs);
    deliver(portions, outputs);
  }

  #onEnd(rows: number): void {
    this.#running -= 1;
    this.#admission.onEnd(performance.now(), rows);
  }

  /** Runs each portion of a failed batch apart: a row that the model refuses then fails its own request only. */
  #isolate(portions: readonly Portion[], error: unknown): Promise<void> | undefined {
    if (portions.length > 1) return this.#runApart(portions);
    const refusal = new RequestError(422, `the model refuses these values: ${plainReason(error)}`);
    refuseJob((portions[0] as Portion).job, refusal);
    return undefined;
  }

  async #runApart(portions: readonly Portion[]): Promise<void> {
    for (const portion of portions) await this.run([portion]);
  }
}

function attempt<T>(run: () => T): { readonly outputs: T } | { readonly error: unknown } {
  try {
    return { outputs: run() };
  } catch (error) {
    return { error };
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
  for (const { job, from: first, count } of portions) {
    try {
      for (let row = 0; row < count; row++) job.answers[first + row] = job.makeAnswer(outputs, from + row);
      job.answered += count;
      if (job.answered === job.rows.length) job.resolve(job.answers);
    } catch (error) {
      refuseJob(job, error);
    }
    from += count;
  }
}
