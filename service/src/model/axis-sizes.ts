import { StartError } from '../errors.js';

/** Sizes of open axes by the axis's name, or by input and number of the axis: `input_ids.1`. */
export type AxisSizes = ReadonlyMap<string, number>;

interface Shaped {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/**
 * Gives open axes their configured sizes; the first axis stays open, because it is the rows'.
 * @throws StartError when a size is for no axis of the model
 */
export function applyAxisSizes<Input extends Shaped>(inputs: readonly Input[], sizes: AxisSizes): Input[] {
  const used = new Set<string>();
  const known = new Set<string>();
  const close = (input: Input, size: number | string, axis: number): number | string => {
    if (axis === 0 || typeof size === 'number') return size;
    const names = [`${input.name}.${axis}`, ...(size === '' ? [] : [size])];
    for (const name of names) known.add(name);
    const name = names.find((candidate) => sizes.has(candidate));
    if (name === undefined) return size;
    used.add(name);
    return sizes.get(name) as number;
  };
  const closed = inputs.map((input) => ({
    ...input,
    shape: input.shape.map((size, axis) => close(input, size, axis)),
  }));
  const unused = [...sizes.keys()].find((name) => !used.has(name));
  if (unused === undefined) return closed;
  const axes = known.size === 0 ? 'the model has none' : `the open axes are ${[...known].join(', ')}`;
  throw new StartError(`AXIS_SIZES: there is no open axis '${unused}'; ${axes}`);
}
