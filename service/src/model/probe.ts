import { StartError } from '../errors.js';
import type { OnnxModel } from '../onnx/read.js';
import type { Cell } from './element-types.js';
import { markMissing } from './missing.js';
import type { RawOutput, SessionRunner } from './session-runner.js';
import type { ModelInput, Pace, Row, Signature } from './types.js';

const BATCH = 16;
/** A size that leaves a remainder in every kernel that works on blocks of rows. */
const ODD_BATCH = 13;
const PADDINGS = [1, 2, 4, 8];
const TIMED_RUNS = 5;

export interface Probed {
  /** The outputs of a run of `rows` rows; the model's output shapes come from them. */
  readonly outputs: readonly RawOutput[];
  readonly rows: number;
  readonly isRowwise: boolean;
  readonly pace: Pace;
  /** The inputs, with what the model makes of missing values in them. */
  readonly inputs: readonly ModelInput[];
}

type Run = (rows: readonly Row[]) => Promise<readonly RawOutput[]> | readonly RawOutput[];

export interface ProbeSubject {
  readonly signature: Signature;
  readonly graph: OnnxModel;
  /** Rows that are known to be valid. */
  readonly examples: readonly Row[];
}

/**
 * Makes the first predictions, to find out whether the model answers, in what shapes, how fast, and whether a row's
 * answer depends on the other rows of its batch.
 * @throws StartError when the model answers none of the trial rows
 */
export async function probe(subject: ProbeSubject, runner: SessionRunner): Promise<Probed> {
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
    inputs: await markMissing({ inputs: subject.signature.inputs, graph: subject.graph, row: rows[0] as Row }, run),
    pace: paceOf({ secondsAlone, secondsTogether, rows: size, isPadded: runner.minRows >= size }),
  };
}

interface Timed {
  /** The time of a run of one row. */
  readonly secondsAlone: number;
  /** The time of a run of `rows` rows. */
  readonly secondsTogether: number;
  readonly rows: number;
  /** Whether a single row is padded to `rows` rows. */
  readonly isPadded: boolean;
}

/**
 * Computes the line through both times, with limits for times that were disturbed: a row adds at least a tenth of its
 * share of the long run, and at most all of that share.
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
 * Pads small batches until a row gets the same bits whatever it runs with, and tells whether that is possible. Linear
 * models take another path through ONNX Runtime for a single row than for several, with other rounding; padded to two
 * rows, a single row gets the same answer as among many.
 */
async function makeRowwise(
  rows: readonly Row[],
  together: readonly RawOutput[],
  runner: SessionRunner,
): Promise<boolean> {
  const run: Run = (some) => runner.run(some);
  const least = runner.minRows;
  for (const padding of PADDINGS) {
    runner.minRows = Math.max(least, padding);
    if (await isRowwise(rows, together, run)) return true;
  }
  runner.minRows = least;
  return false;
}

/** Measures the fastest of a few runs, in seconds: the others may have waited for the CPU. */
async function fastestRun(rows: readonly Row[], run: Run): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let count = 0; count < TIMED_RUNS; count++) {
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

/** Makes rows that differ, so that an answer that depends on another row is noticed. */
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

/** Makes a row of values that the graph's own encoders list: models may refuse categories that they don't know. */
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

/** Compares row `from` of one run (of `of` rows) with row `to` of another, bit by bit in every output. */
function isSameRow(one: readonly RawOutput[], other: readonly RawOutput[], { from, to, of }: Pairing): boolean {
  return one.every(({ data }, index) => {
    const width = data.length / of;
    const otherData = other[index]?.data ?? [];
    return Array.from({ length: width }, (_, column) => column).every((column) =>
      Object.is(data[from * width + column], otherData[to * width + column]),
    );
  });
}
