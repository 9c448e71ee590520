import { StartError } from '../errors.js';
import type { OnnxModel } from '../onnx/read.js';
import type { Cell } from './element-types.js';
import type { RawOutput, Runner } from './runner.js';
import type { Pace, Row, Signature } from './types.js';

const BATCH = 16;
/** A size that leaves a remainder for every kernel that works on blocks of rows. */
const ODD_BATCH = 13;
const PADDINGS = [1, 2, 4, 8];
const TIMED_RUNS = 5;

export interface Probed {
  /** The outputs of a run of `rows` rows, from which shapes are learnt. */
  readonly outputs: readonly RawOutput[];
  readonly rows: number;
  readonly isRowwise: boolean;
  readonly pace: Pace;
}

type Run = (rows: readonly Row[]) => Promise<readonly RawOutput[]> | readonly RawOutput[];

export interface ProbeSubject {
  readonly signature: Signature;
  readonly graph: OnnxModel;
  /** Rows that are known to be valid. */
  readonly examples: readonly Row[];
}

/**
 * Makes first predictions: does the model answer at all, in what shapes, and does a row's answer depend on its company?
 * @throws StartError when no row that can be thought of gets an answer
 */
export async function probe(subject: ProbeSubject, runner: Runner): Promise<Probed> {
  const run: Run = (rows) => runner.run(rows);
  const working = await firstWorkingRows(subject, run);
  const size = subject.signature.fixedBatch ?? BATCH;
  const rows = Array.from({ length: size }, (_, index) => working[index % working.length] as Row);
  const outputs = await run(rows);
  const rowwise = await makeRowwise(rows, outputs, runner);
  const secondsTogether = await fastestRun(rows, run);
  const secondsAlone = await fastestRun(rows.slice(0, 1), run);
  return {
    outputs,
    rows: size,
    isRowwise: rowwise,
    pace: paceOf({ secondsAlone, secondsTogether, rows: size, isPadded: runner.minRows >= size }),
  };
}

interface Timed {
  /** Of a run of one row. */
  readonly secondsAlone: number;
  /** Of a run of `rows` rows. */
  readonly secondsTogether: number;
  readonly rows: number;
  /** Whether a row alone runs as so many. */
  readonly isPadded: boolean;
}

/**
 * The line through both times, unless one of them was disturbed: beyond padding a row adds at least a tenth of its share, and at
 * most all of it.
 */
export function paceOf({ secondsAlone, secondsTogether, rows, isPadded }: Timed): Pace {
  const share = secondsTogether / rows;
  if (rows === 1) return { secondsPerRun: 0, secondsPerRow: share };
  if (isPadded) return { secondsPerRun: secondsTogether, secondsPerRow: 0 };
  const slope = (secondsTogether - secondsAlone) / (rows - 1);
  const secondsPerRow = Math.min(share, Math.max(share / 10, slope));
  return { secondsPerRun: secondsTogether - rows * secondsPerRow, secondsPerRow };
}

/**
 * Sees to it that a row gets the same bits whatever it runs with. Linear models take another path through ONNX Runtime
 * for a single row than for several, with other rounding; padded to two rows, a single one gets the answer of the many.
 */
async function makeRowwise(rows: readonly Row[], together: readonly RawOutput[], runner: Runner): Promise<boolean> {
  const run: Run = (some) => runner.run(some);
  const least = runner.minRows;
  for (const padding of PADDINGS) {
    runner.minRows = Math.max(least, padding);
    if (await isRowwise(rows, together, run)) return true;
  }
  runner.minRows = least;
  return false;
}

/** Seconds of the fastest of a few runs: the others may have waited for the CPU. */
async function fastestRun(rows: readonly Row[], run: Run): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TIMED_RUNS; attempt++) {
    const startedAt = performance.now();
    await run(rows);
    fastest = Math.min(fastest, (performance.now() - startedAt) / 1000);
  }
  return fastest;
}

async function firstWorkingRows({ signature, graph, examples }: ProbeSubject, run: Run): Promise<readonly Row[]> {
  const candidates = [
    examples,
    variedRows(signature),
    [categoryRow(signature, graph, 0)],
    [categoryRow(signature, graph, 1)],
  ];
  let refusal: unknown;
  for (const rows of candidates.filter(({ length }) => length > 0)) {
    try {
      for (const row of rows) await run([row]);
      return rows;
    } catch (error) {
      refusal = error;
    }
  }
  const reason = refusal instanceof Error ? refusal.message : String(refusal);
  throw new StartError(
    `the model answers no trial row: ${reason}. If it only takes certain values, give it rows in MODEL_BASELINE_PATH`,
  );
}

/** Rows that differ, so that an answer which leaks from one row into another shows. */
function variedRows({ inputs }: Signature): Row[] {
  return Array.from({ length: BATCH }, (_, row) =>
    inputs.flatMap(({ type, width }) =>
      Array.from({ length: width }, (_, column) => varied(type.name, row * 31 + column * 7)),
    ),
  );
}

function varied(type: string, seed: number): Cell {
  if (type === 'string') return '';
  if (type === 'bool') return seed % 2 === 0;
  return type.startsWith('float') ? ((seed * 37) % 101) / 25 - 2 : seed % 3;
}

/** A row of values that the graph's own encoders list: models may refuse categories that they have never seen. */
function categoryRow({ inputs }: Signature, graph: OnnxModel, choice: number): Row {
  const lists = (name: string): string[][] =>
    graph.nodes.map((node) => node.attributes.get(name)?.strings() ?? []).filter(({ length }) => length > 0);
  const words = [...lists('cats_strings'), ...lists('keys_strings')];
  let next = 0;
  const cell = (type: string): Cell => {
    if (type === 'bool') return choice === 1;
    if (type !== 'string') return choice;
    const list = words[Math.min(next++, words.length - 1)];
    return list?.[Math.min(choice, list.length - 1)] ?? '';
  };
  return inputs.flatMap(({ type, width }) => Array.from({ length: width }, () => cell(type.name)));
}

async function isRowwise(rows: readonly Row[], together: readonly RawOutput[], run: Run): Promise<boolean> {
  for (const [index, row] of rows.entries()) {
    if (!isSameRow(together, await run([row]), { from: index, to: 0, of: rows.length })) return false;
  }
  const part = rows.slice(-ODD_BATCH);
  const from = rows.length - part.length;
  const apart = await run(part);
  return part.every((_, index) => isSameRow(together, apart, { from: from + index, to: index, of: rows.length }));
}

interface Pairing {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** Whether row `from` of the one run (of `of` rows) and row `to` of the other have the same bits in every output. */
function isSameRow(one: readonly RawOutput[], other: readonly RawOutput[], { from, to, of }: Pairing): boolean {
  return one.every(({ data }, at) => {
    const width = data.length / of;
    const otherData = other[at]?.data ?? [];
    return Array.from({ length: width }, (_, column) => column).every((column) =>
      Object.is(data[from * width + column], otherData[to * width + column]),
    );
  });
}
