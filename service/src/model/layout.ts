import { StartError } from '../errors.js';
import type { RawOutput } from './session-runner.js';
import type { OutputData } from './types.js';

/** How the rows' answers lie in an output. */
export interface Layout {
  /** The axis whose index is the row. */
  readonly rowAxis: number;
  /** The sizes of the other axes: the shape of one row's answer. */
  readonly axes: readonly number[];
}

/** The outputs of a run of `size` rows. */
export interface Batch {
  readonly size: number;
  readonly outputs: readonly RawOutput[];
}

/**
 * Finds the axis of each output whose index is the row: the only one that is as long as the batch in batches of several
 * sizes. One size alone may be a number of labels or of time steps by chance. Where the graph takes one size only,
 * `isRight` decides between several axes.
 * @throws StartError naming an output that hasn't one answer a row, or where its rows can't be told
 */
export function findLayouts(
  batches: readonly Batch[],
  isRight: (layout: Layout, output: number) => boolean = () => true,
): Layout[] {
  const [first] = batches as readonly [Batch, ...Batch[]];
  return first.outputs.map((output, index) => {
    const shapes = batches.map(({ size, outputs }) => ({ size, dims: (outputs[index] as RawOutput).dims }));
    const all = output.dims.flatMap((_, axis) => layoutAlong(axis, shapes));
    // A single row's answer is all that there is: any axis of length 1 gives the same values.
    const possible = first.size === 1 ? all.slice(0, 1) : all;
    const [found, ...more] = possible.length > 1 ? possible.filter((layout) => isRight(layout, index)) : possible;
    if (found !== undefined && more.length === 0) return found;
    throw new StartError(describeShapes(output.name, shapes, possible.length > 1));
  });
}

interface Sized {
  readonly size: number;
  readonly dims: readonly number[];
}

/** Returns the layout along an axis, where all shapes agree with it. */
function layoutAlong(rowAxis: number, shapes: readonly Sized[]): Layout[] {
  const axesOf = (dims: readonly number[]) => dims.filter((_, axis) => axis !== rowAxis);
  const axes = axesOf(shapes[0]?.dims ?? []);
  const agrees = ({ size, dims }: Sized): boolean => dims[rowAxis] === size && String(axesOf(dims)) === String(axes);
  return shapes.every(agrees) ? [{ rowAxis, axes }] : [];
}

function describeShapes(name: string, shapes: readonly Sized[], isAmbiguous: boolean): string {
  const list = shapes.map(({ size, dims }) => `[${dims.join(', ')}] for ${size} ${size === 1 ? 'row' : 'rows'}`);
  const reason = isAmbiguous
    ? 'more than one of its axes may be that of the rows; export the model with an open batch axis'
    : 'it needs one answer per row; export the model without this output';
  return `output '${name}' has the shape ${list.join(' and ')}: ${reason}`;
}

/**
 * Returns an output's values row after row.
 * @throws Error when the output has another shape than at load
 */
export function rowsFirst({ name, dims, data }: RawOutput, layout: Layout, size: number): OutputData {
  if (!hasShape(dims, layout, size)) {
    throw new Error(`output '${name}' has the shape [${dims.join(', ')}] for ${size} rows, not that of the trial runs`);
  }
  const { rowAxis, axes } = layout;
  return rowAxis === 0 ? data : moveRows(data, { size, outer: product(axes.slice(0, rowAxis)) });
}

/** Compares a shape with that of a layout, without a copy: it is done for each run. */
function hasShape(dims: readonly number[], { rowAxis, axes }: Layout, size: number): boolean {
  if (dims.length !== axes.length + 1) return false;
  for (let axis = 0; axis < dims.length; axis++) {
    const length = axis === rowAxis ? size : axes[axis < rowAxis ? axis : axis - 1];
    if (dims[axis] !== length) return false;
  }
  return true;
}

const product = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);

/** Copies values to where they are when the row axis comes first; `outer` is how many blocks of rows there are. */
function moveRows(data: OutputData, { size, outer }: { readonly size: number; readonly outer: number }): OutputData {
  const inner = data.length / (size * outer);
  const moved = new Array<number | bigint | string>(data.length);
  for (let row = 0, next = 0; row < size; row++) {
    for (let block = 0; block < outer; block++) {
      const from = (block * size + row) * inner;
      for (let index = 0; index < inner; index++) moved[next++] = data[from + index] as number | bigint | string;
    }
  }
  return moved;
}
