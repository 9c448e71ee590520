import { compareRows, type Likeness, least, type Place, type Table } from './comparison.js';
import { type Layout, rowsFirst } from './layout.js';
import type { SessionRunner } from './session-runner.js';
import type { Row } from './types.js';

/** A size that leaves a remainder in every kernel that works on blocks of rows. */
export const ODD_BATCH = 21;
const PADDINGS = [1, 2, 4, 8];

export interface RowwiseSubject {
  readonly runner: SessionRunner;
  readonly layouts: readonly Layout[];
  /** Rows that differ, and their answers in one run. */
  readonly rows: readonly Row[];
  readonly together: readonly Table[];
  /** How many of the rows are run alone, too. */
  readonly alone: number;
  /** The size of the longest batch to compare. */
  readonly longest: number;
}

/**
 * Finds out whether a row's answer depends on the other rows of its batch or on its place there, and pads small batches
 * until a row gets the same bits whatever it runs with. Linear models take another path through ONNX Runtime for a
 * single row than for several, with other rounding; padded to two rows, a single row gets the same answer as among
 * many. Padding hides differences of rounding only: a model that answers single rows otherwise isn't padded.
 */
export async function makeRowwise(subject: RowwiseSubject): Promise<Likeness> {
  const { runner } = subject;
  const leastRows = runner.minRows;
  const likenesses: Likeness[] = [];
  for (const padding of PADDINGS.filter((rows) => rows === 1 || rows > leastRows)) {
    runner.minRows = Math.max(leastRows, padding);
    const likeness = await likenessOfBatches(subject);
    if (likeness === 'same') return 'same';
    likenesses.push(likeness);
    if (likeness === 'different') break;
  }
  runner.minRows = leastRows;
  return least(likenesses);
}

/** Compares the rows' answers together with those alone, in other places, in an odd batch and in the longest one. */
async function likenessOfBatches(subject: RowwiseSubject): Promise<Likeness> {
  const { rows, together } = subject;
  const found: Likeness[] = [];
  for (let row = 0; row < subject.alone; row++) found.push(await likenessOf(subject, [row]));
  if (least(found) === 'different') return 'different';
  const numbers = rows.map((_, row) => row);
  // A row of zeros before another adds nothing to it: a sum over the places shows only with the rows in other places.
  found.push(await likenessOf(subject, turn(numbers)));
  found.push(await likenessOf(subject, numbers.slice(-ODD_BATCH)));
  if (subject.longest > rows.length) {
    found.push(
      await likenessOf(
        subject,
        Array.from({ length: subject.longest }, (_, row) => row % rows.length),
      ),
    );
  }
  return least(found);

  /** Runs the rows of these numbers, and compares their answers with those of the run of all. */
  async function likenessOf({ runner, layouts }: RowwiseSubject, chosen: readonly number[]): Promise<Likeness> {
    const apart = await answersOf(
      runner,
      layouts,
      chosen.map((row) => rows[row] as Row),
    );
    return least(chosen.map((row, index) => compareRows({ tables: together, row }, { tables: apart, row: index })));
  }
}

/** Moves each row one place to the front, and the first to the end. */
export const turn = <Each>(rows: readonly Each[]): Each[] => [...rows.slice(1), ...rows.slice(0, 1)];

/** Runs rows and returns their answers row after row. */
export async function answersOf(
  runner: SessionRunner,
  layouts: readonly Layout[],
  rows: readonly Row[],
): Promise<Table[]> {
  const size = Math.max(rows.length, runner.minRows);
  const outputs = await runner.run(rows);
  return outputs.map((output, index) => {
    const layout = layouts[index] as Layout;
    const width = layout.axes.reduce((product, length) => product * length, 1);
    return { type: output.type, width, data: rowsFirst(output, layout, size) };
  });
}

/** Tells whether any two rows got different answers: only then a mix-up of rows would have shown. */
export const differs = (tables: readonly Table[], rows: number): boolean => {
  const first: Place = { tables, row: 0 };
  return Array.from({ length: rows }, (_, row) => compareRows(first, { tables, row })).includes('different');
};
