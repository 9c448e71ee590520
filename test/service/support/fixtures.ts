import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../../test/fixtures/models/', import.meta.url);

interface FixtureTensor {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean)[];
}

export interface FixtureOutput extends Omit<FixtureTensor, 'type'> {
  /** Class labels, where the exporter ended the model with ZipMap. */
  readonly classes?: readonly string[];
  /** The parts of an output that is a sequence of tensors. */
  readonly sequence?: readonly FixtureOutput[];
}

/** Rows with the answers that the Python runtime gave (tools/models/make.py). */
export interface FixtureCase {
  readonly inputs: readonly FixtureTensor[];
  readonly outputs: readonly FixtureOutput[];
  /** Rows in which values are missing, written as null. */
  readonly missing?: FixtureCase;
}

export const fixtureNames: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => name.replace('.onnx', ''));

export const fixturePath = (name: string): string => new URL(`${name}.onnx`, FOLDER).pathname;

export const readFixture = (name: string): FixtureCase =>
  JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as FixtureCase;

/** Returns the rows of a case as a client sends them: the cells of all inputs, in order. */
export function fixtureRows({ inputs }: FixtureCase): (number | string | boolean)[][] {
  const count = inputs[0]?.shape[0] ?? 0;
  return Array.from({ length: count }, (_, row) =>
    inputs.flatMap(({ data, type, shape }) => {
      if (shape.length === 0) return data;
      const width = data.length / count;
      const cells = data.slice(row * width, (row + 1) * width);
      return type === 'tensor(int64)' ? cells.map(Number) : cells;
    }),
  );
}

/** Lists the tensors of a case, with sequences flattened. */
export const tensorsOf = ({ outputs }: FixtureCase): FixtureOutput[] =>
  outputs.flatMap((output) => output.sequence ?? [output]);
