import { StartError } from '../errors.js';
import type { OnnxModel } from '../onnx/read.js';
import type { Cell } from './element-types.js';
import { plainReason } from './reason.js';
import type { ModelInput, Row, Signature } from './types.js';

/** Rows of numbers between -2 and 2 come first; the others are larger or smaller. */
const USUAL_ROWS = 16;
/** Factors of numbers: trees split far from 0, and extremes of a batch matter where rows depend on each other. */
const SCALES = [1, 10, 1000, 0.01, 20_000];
const INTEGER_SCALES = [1, 1, 7, 1, 60];
/** Texts for columns whose words the graph doesn't list. */
const WORDS = ['', 'a', 'b c', 'word', 'A b', '1'];

export interface TrialSubject {
  readonly signature: Signature;
  readonly graph: OnnxModel;
  /** Rows that are known to be valid. */
  readonly examples: readonly Row[];
}

/**
 * Finds rows that the model answers, each alone, up to `count` and repeated to that number: examples, then rows that
 * differ as much as possible, then simple ones. All have the parameters of the first.
 * @throws StartError when the model answers none
 */
export async function findTrialRows(subject: TrialSubject, count: number, run: (row: Row) => unknown): Promise<Row[]> {
  const working: Row[] = [];
  let refusal: unknown;
  for (const candidate of candidates(subject, count)) {
    if (working.length === count) break;
    const row = withParameters(candidate, working[0] ?? candidate, subject.signature);
    try {
      await run(row);
      working.push(row);
    } catch (error) {
      refusal = error;
    }
  }
  if (working.length > 0) return Array.from({ length: count }, (_, index) => working[index % working.length] as Row);
  throw new StartError(
    `the model answers no trial row: ${plainReason(refusal)}. If it only takes certain values, give it rows in ` +
      'MODEL_BASELINE_PATH',
  );
}

function* candidates({ signature, graph, examples }: TrialSubject, count: number): Generator<Row> {
  yield* examples;
  const words = wordLists(graph);
  for (let row = 0; row < count; row++) yield trialRow(signature, words, (type, seed) => varied(type, row, seed), row);
  for (const choice of [0, 1]) yield trialRow(signature, words, (type) => simple(type, choice), choice);
}

/** Replaces the parameters of a row by those of another: the rows of one run share them. */
const withParameters = (row: Row, other: Row, { inputs }: Signature): Row => {
  const cells = [...row];
  for (const { offset, width, isParameter } of inputs) {
    if (isParameter) for (let index = offset; index < offset + width; index++) cells[index] = other[index] as Cell;
  }
  return cells;
};

function trialRow(
  { inputs }: Signature,
  words: readonly (readonly string[])[],
  cell: (type: string, column: number) => Cell,
  choice: number,
): Row {
  let texts = 0;
  const text = (): Cell => {
    const list = words[Math.min(texts++, words.length - 1)] ?? WORDS;
    return list[choice % list.length] as string;
  };
  const cellsOf = ({ type, width, offset }: ModelInput): Cell[] =>
    Array.from({ length: width }, (_, column) => (type.name === 'string' ? text() : cell(type.name, offset + column)));
  return inputs.flatMap(cellsOf);
}

function varied(type: string, row: number, column: number): Cell {
  const seed = row * 31 + column * 7;
  if (type === 'bool') return (seed >> 1) % 2 === 0;
  if (!type.startsWith('float')) return (seed % 3) * (INTEGER_SCALES[row % INTEGER_SCALES.length] as number);
  const scale = row < USUAL_ROWS ? 1 : (SCALES[(row * 2 + column * 3) % SCALES.length] as number);
  return (((seed * 37) % 101) / 25 - 2) * scale;
}

const simple = (type: string, choice: number): Cell => (type === 'bool' ? choice === 1 : choice);

/** Lists the words that the graph's own encoders know: models may refuse others. */
function wordLists(graph: OnnxModel): string[][] {
  const lists = (name: string): string[][] =>
    graph.nodes.map((node) => node.attributes.get(name)?.strings() ?? []).filter(({ length }) => length > 0);
  return [...lists('cats_strings'), ...lists('keys_strings'), ...lists('pool_strings')];
}
