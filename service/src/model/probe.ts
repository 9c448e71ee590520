import { StartError } from '../errors.js';
import { compareRows, type Table } from './comparison.js';
import { type Batch, findLayouts, type Layout, rowsFirst } from './layout.js';
import { markMissing } from './missing.js';
import { fastestOf, paceOf } from './pace.js';
import { plainReason } from './reason.js';
import { answersOf, differs, makeRowwise, ODD_BATCH, turn } from './rowwise.js';
import type { RawOutput, SessionRunner } from './session-runner.js';
import { findTrialRows, type TrialSubject } from './trial-rows.js';
import type { ModelInput, Pace, Row } from './types.js';

/** The rows of a trial batch: 16 of usual size, which show how results are rounded, and 8 of other sizes. */
const BATCH = 24;
/** The most cells of a trial batch. */
const BATCH_CELLS = 4_000_000;
/** The most time for the run of the longest batch. */
const LONGEST_SECONDS = 2;

export interface ProbeSubject extends TrialSubject {
  /** The most rows of a later run. */
  readonly maxRows: number;
}

export interface Probed {
  /** The inputs, with what the model makes of missing values in them. */
  readonly inputs: readonly ModelInput[];
  readonly layouts: readonly Layout[];
  /** The answers of the trial rows: the model's roles come from them. */
  readonly answers: readonly Table[];
  readonly rows: number;
  /** The only batch size that the graph takes, be it declared or not. */
  readonly fixedBatch: number | undefined;
  readonly isRowwise: boolean;
  readonly pace: Pace;
  readonly warnings: readonly string[];
}

/** Counts the rows of a trial batch: fewer of them where a row is an image. */
export const trialSize = (rowWidth: number): number => Math.max(3, Math.min(BATCH, Math.floor(BATCH_CELLS / rowWidth)));

/**
 * Makes the first predictions, to find out whether the model answers, in what shapes, how fast, and whether a row's
 * answer depends on the other rows of its batch.
 * @throws StartError when the model answers none of the trial rows, or when its rows can't be told apart
 */
export async function probe(subject: ProbeSubject, runner: SessionRunner): Promise<Probed> {
  const { signature, graph } = subject;
  const most = trialSize(signature.rowWidth);
  const declared = signature.fixedBatch;
  const working = await findTrialRows(subject, Math.min(most, declared ?? most), (row) => runner.run([row]));
  const refusal = declared === undefined ? await refusalOf(working, runner) : undefined;
  const fixedBatch = refusal === undefined ? declared : 1;
  const rows = cycle(working, fixedBatch ?? most);
  const layouts = await layoutsOf(rows, fixedBatch, runner);
  const answers = await answersOf(runner, layouts, rows);
  const togetherSeconds = await fastestOf(() => runner.run(rows));
  const longest =
    fixedBatch ?? Math.min(subject.maxRows, Math.floor((LONGEST_SECONDS * rows.length) / togetherSeconds));
  const alone = Math.min(rows.length, working.length);
  const likeness = await makeRowwise({ runner, layouts, rows, together: answers, alone, longest });
  const isShown = rows.length === 1 || differs(answers, rows.length);
  if (declared !== undefined && (likeness === 'different' || !isShown)) throw mixedRows(declared, isShown);
  if (likeness === 'different') await checkPlaces({ rows, answers, layouts, runner });
  return {
    inputs: await markMissing({ inputs: signature.inputs, graph, row: rows[0] as Row }, (some) => runner.run(some)),
    layouts,
    answers,
    rows: rows.length,
    fixedBatch,
    isRowwise: likeness === 'same' && isShown,
    pace: paceOf({
      secondsAlone: await fastestOf(() => runner.run(rows.slice(0, 1))),
      secondsTogether: togetherSeconds,
      rows: rows.length,
      isPadded: runner.minRows >= rows.length,
    }),
    warnings: [
      ...(refusal === undefined ? [] : [singleRows(refusal)]),
      ...(likeness === 'same' ? [] : [dependentRows(likeness)]),
      ...(isShown ? [] : [SAME_ANSWERS]),
    ],
  };
}

const SAME_ANSWERS =
  'all trial rows get the same answer, so nothing shows that rows are independent: each request runs alone; rows ' +
  'with different answers in MODEL_BASELINE_PATH would show it';

const singleRows = (reason: string): string =>
  `the graph declares an open batch axis, but refuses several rows (${reason}): they run one by one; export the ` +
  'model with an open batch axis in all its operators to have them run together';

const dependentRows = (likeness: 'close' | 'different'): string =>
  `a row's answer depends on the other rows of its batch${likeness === 'close' ? ' in its last digits' : ''}: each ` +
  'request runs whole and alone, and one of more rows than a run takes is refused';

const mixedRows = (size: number, isShown: boolean): StartError =>
  new StartError(
    isShown
      ? `the model takes exactly ${size} rows, and their answers depend on each other, so other numbers of rows ` +
          'would be answered wrongly; export it with an open batch axis, or for one row'
      : `the model takes exactly ${size} rows and gives all trial rows the same answer, so nothing shows that rows ` +
          'are independent; give it rows with different answers in MODEL_BASELINE_PATH, or export it with an open ' +
          'batch axis',
  );

interface Answered {
  readonly rows: readonly Row[];
  readonly answers: readonly Table[];
  readonly layouts: readonly Layout[];
  readonly runner: SessionRunner;
}

/**
 * Tells rows that depend on each other from rows that depend on their place: turned by one place, the same rows must
 * get the same answers.
 * @throws StartError when they don't
 */
async function checkPlaces({ rows, answers, layouts, runner }: Answered): Promise<void> {
  const turned = await answersOf(runner, layouts, turn(rows));
  const isMoved = rows.some((_, row) => {
    const before = { tables: answers, row: (row + 1) % rows.length };
    return compareRows(before, { tables: turned, row }) === 'different';
  });
  if (!isMoved) return;
  throw new StartError(
    "a row's answer depends on its place in the batch, as if the rows were a sequence: such a model can't be served; " +
      'export it with the batch as the first axis of every input and output',
  );
}

/** Returns why the model refuses rows together that it answers alone; undefined when it takes them. */
async function refusalOf(rows: readonly Row[], runner: SessionRunner): Promise<string | undefined> {
  try {
    await runner.run(rows);
    return undefined;
  } catch (error) {
    return plainReason(error);
  }
}

async function layoutsOf(
  rows: readonly Row[],
  fixedBatch: number | undefined,
  runner: SessionRunner,
): Promise<readonly Layout[]> {
  const batchOf = async (some: readonly Row[]): Promise<Batch> => ({
    size: some.length,
    outputs: await runner.run(some),
  });
  const all = await batchOf(rows);
  if (fixedBatch === undefined) {
    return findLayouts([all, await batchOf(rows.slice(-Math.min(ODD_BATCH, rows.length - 1)))]);
  }
  const turned = await batchOf(turn(rows));
  return findLayouts([all], (layout, output) => followsRows({ all, turned, layout, output }));
}

interface Turned {
  readonly all: Batch;
  /** The outputs of the same rows, each one place further to the front. */
  readonly turned: Batch;
  readonly layout: Layout;
  readonly output: number;
}

/** Tells whether the values along a layout's row axis moved with the rows. */
function followsRows({ all, turned, layout, output }: Turned): boolean {
  const tableOf = ({ outputs, size }: Batch): Table => {
    const raw = outputs[output] as RawOutput;
    return { type: raw.type, width: raw.data.length / size, data: rowsFirst(raw, layout, size) };
  };
  const before = [tableOf(all)];
  const after = [tableOf(turned)];
  return Array.from({ length: all.size }, (_, row) => row).every((row) => {
    const from = { tables: before, row: (row + 1) % all.size };
    return compareRows(from, { tables: after, row }) !== 'different';
  });
}

const cycle = (rows: readonly Row[], count: number): Row[] =>
  Array.from({ length: count }, (_, index) => rows[index % rows.length] as Row);
