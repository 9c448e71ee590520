import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Path, pathText } from './problem.js';

type Report = (offset: number, rule: string, message: string, path?: string) => void;

interface Reading {
  readonly document: Document;
  readonly report: Report;
  /** Nodes that aliases have repeated so far. */
  repeated: number;
  exhausted: boolean;
}

/** A small file can stand for gigabytes otherwise. */
const mostRepeated = 10_000;

/** A document as plain data. Refused: what would arrive as something else than was written, or be misread by the next reader. */
export function construct(document: Document, report: Report): unknown {
  return read({ document, report, repeated: 0, exhausted: false }, document.contents as Node | null, [], false);
}

function read(reading: Reading, node: Node | null, path: Path, inAlias: boolean): unknown {
  if (inAlias) reading.repeated += 1;
  if (reading.repeated > mostRepeated) return undefined;
  if (isAlias(node)) return readAlias(reading, node, path);
  if (isMap(node)) return readMap(reading, node, path, inAlias);
  if (isSeq(node)) return readList(reading, node, path, inAlias);
  if (isScalar(node)) return readScalar(reading, node, path);
  return null;
}

function readAlias(reading: Reading, alias: Alias, path: Path): unknown {
  const target = alias.resolve(reading.document) as Node | undefined;
  const offset = alias.range?.[0] ?? 0;
  if (!target || contains(target, offset)) {
    reading.report(offset, 'alias', 'This alias has no anchor, or stands inside its own anchor.', pathText(path));
    return undefined;
  }
  const value = read(reading, target, path, true);
  if (reading.repeated > mostRepeated && !reading.exhausted) {
    reading.exhausted = true;
    reading.report(offset, 'alias', 'Aliases repeat too much here: write the values out.', pathText(path));
  }
  return value;
}

const contains = ({ range }: Node, offset: number): boolean => !!range && range[0] <= offset && offset < range[1];

const readList = (reading: Reading, list: YAMLSeq, path: Path, inAlias: boolean): unknown[] =>
  list.items.map((item, index) => read(reading, item as Node | null, [...path, index], inAlias));

function readMap(reading: Reading, map: YAMLMap, path: Path, inAlias: boolean): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { key, value } of map.items) {
    const name = readKey(reading, key as Node | null, map, path);
    if (name === undefined) continue;
    if (Object.hasOwn(result, name)) {
      const offset = (key as Node).range?.[0] ?? 0;
      reading.report(offset, 'duplicate-key', `"${name}" stands here twice: keep one.`, pathText([...path, name]));
    }
    result[name] = read(reading, value as Node | null, [...path, name], inAlias);
  }
  return result;
}

function readKey(reading: Reading, key: Node | null, map: YAMLMap, path: Path): string | undefined {
  const offset = key?.range?.[0] ?? map.range?.[0] ?? 0;
  if (!isScalar(key) || typeof key.value !== 'string') {
    reading.report(offset, 'key', 'A key must be text: put it in quotes.', pathText(path));
    return undefined;
  }
  const complaint = key.value === '__proto__' ? '"__proto__" is no name for a key.' : complaintAbout(key.value);
  if (!complaint) return key.value;
  reading.report(offset, 'key', complaint, pathText(path));
  return undefined;
}

function readScalar(reading: Reading, { value, source, range }: Scalar, path: Path): unknown {
  const complaint =
    typeof value === 'string'
      ? complaintAbout(value)
      : typeof value === 'number' && String(value) !== source
        ? numberComplaint(value, source ?? '')
        : undefined;
  if (complaint) reading.report(range?.[0] ?? 0, 'scalar', complaint, pathText(path));
  return value;
}

const numberComplaint = (value: number, source: string): string =>
  `${source} is read as the number ${value}: write it in quotes ("${source}") if it is text, else as ${value}.`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/** What Terraform, Kubernetes or a terminal would refuse or change on the way. */
function complaintAbout(text: string): string | undefined {
  const control = forbidden.exec(text)?.[0];
  if (control) return `The text holds the control character U+${hex(control)}: remove it.`;
  if (!text.isWellFormed()) return 'The text holds half of a surrogate pair: write the whole character.';
  // Terraform normalises strings: another spelling of the same letters would not arrive as it was written.
  if (text !== text.normalize('NFC'))
    return 'The text is not in Unicode normal form C: write accented letters as one character.';
  return undefined;
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
