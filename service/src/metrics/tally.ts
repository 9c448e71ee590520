import { isDeepStrictEqual } from 'node:util';
import type { Metric, Registry } from 'prom-client';

/** A series of a histogram: counts by bucket, not cumulative. */
export class TallySeries {
  readonly #buckets: readonly number[];
  readonly counts: Float64Array;
  sum = 0;

  constructor(buckets: readonly number[]) {
    this.#buckets = buckets;
    this.counts = new Float64Array(buckets.length + 1);
  }

  /** The number of observations. */
  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.#buckets.length && value > (this.#buckets[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.sum += value;
  }
}

export interface TallyOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds of the buckets, ascending. */
  readonly buckets: readonly number[];
}

type Labels = Readonly<Record<string, string>>;

/**
 * A histogram that is cheap to observe at every request. prom-client's own builds and looks up a text of the labels at
 * each observation, which took more CPU than validating the request; here a series is looked up once and kept.
 */
export class Tally {
  readonly #options: TallyOptions;
  readonly #series: { readonly labels: Labels; readonly series: TallySeries }[] = [];

  constructor(options: TallyOptions, registry: Registry) {
    this.#options = options;
    // A registry reads the name and calls get(); its type asks for one of prom-client's own classes.
    registry.registerMetric({ name: options.name, get: async () => this.#read() } as unknown as Metric);
  }

  /** Finds or makes the series of these labels; callers keep it. */
  series(labels: Labels): TallySeries {
    const known = this.#series.find((candidate) => isDeepStrictEqual(candidate.labels, labels));
    if (known !== undefined) return known.series;
    const series = new TallySeries(this.#options.buckets);
    this.#series.push({ labels, series });
    return series;
  }

  /** Adds up the number and the sum of the observations of all series whose labels match. */
  totals(matches: (labels: Labels) => boolean): { readonly count: number; readonly sum: number } {
    const found = this.#series.filter(({ labels }) => matches(labels));
    return {
      count: found.reduce((sum, { series }) => sum + series.total, 0),
      sum: found.reduce((sum, { series }) => sum + series.sum, 0),
    };
  }

  #read() {
    const { name, help } = this.#options;
    const values = this.#series.flatMap(({ labels, series }) => this.#samples(labels, series));
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }

  #samples(labels: Labels, { counts, sum }: TallySeries) {
    const { name, buckets } = this.#options;
    let total = 0;
    const cumulative = Array.from(counts, (count, bucket) => {
      total += count;
      return { metricName: `${name}_bucket`, labels: { le: buckets[bucket] ?? '+Inf', ...labels }, value: total };
    });
    return [
      ...cumulative,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: total },
    ];
  }
}
