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
  readonly report: Report;
  /** The node of each anchor that has been read so far: a later anchor of the same name replaces it. */
  readonly anchors: Map<string, Node>;
  /**
   * The node of each alias, as resolved on its first reading. An alias inside an anchored node is read again with
   * every alias of that node, when another anchor of its name may have come up.
   */
  readonly targets: Map<Alias, Node>;
  /** Number of nodes that aliases have repeated so far. */
  repeated: number;
  exhausted: boolean;
}

/** Limit of nodes that aliases may repeat: without it, a small file could expand to gigabytes. */
const mostRepeated = 10_000;

/** Limit of nesting: far more than values need, and few enough levels for every program that reads them later. */
const deepest = 64;

/**
 * Limit of a key's length. YAML parsers look for the colon after a key within 1024 characters of the file, and a
 * character of the key can take two of those.
 */
const longestKey = 500;

/**
 * Converts a YAML document to plain data. Reports every value that would not arrive as it was written, or that a
 * program further on (Terraform, Helm, Kubernetes) would misread.
 */
export function construct(document: Document, report: Report): unknown {
  const reading = { report, anchors: new Map(), targets: new Map(), repeated: 0, exhausted: false };
  return read(reading, document.contents as Node | null, [], false);
}

function read(reading: Reading, node: Node | null, path: Path, inAlias: boolean): unknown {
  if (inAlias) reading.repeated += 1;
  if (reading.repeated > mostRepeated) return null;
  if (isAlias(node)) return readAlias(reading, node, path);
  if (!inAlias) remember(reading, node);
  const complaint = node && complaintAboutNode(node, path);
  if (complaint) {
    reading.report(node.range?.[0] ?? 0, complaint.rule, complaint.message, pathText(path));
    return null;
  }
  if (isMap(node)) return readMap(reading, node, path, inAlias);
  if (isSeq(node)) return readList(reading, node, path, inAlias);
  if (isScalar(node)) return readScalar(reading, node, path);
  return null;
}

function remember({ anchors }: Reading, node: Node | null): void {
  const { anchor } = (node ?? {}) as { anchor?: string };
  if (node && anchor !== undefined) anchors.set(anchor, node);
}

/** Tags that only repeat the type that a value has anyway. Any other makes a type that no layer supports. */
const plainTags = /^(!|tag:yaml\.org,2002:(str|int|float|bool|null|map|seq))$/;

function complaintAboutNode(node: Node, path: Path): { rule: string; message: string } | undefined {
  const tag = (node as { tag?: string }).tag;
  if (tag !== undefined && !plainTags.test(tag)) {
    return {
      rule: 'tag',
      message: `The tag ${tag.replace(/^tag:yaml\.org,2002:/, '!!')} has no meaning here: remove it.`,
    };
  }
  return path.length > deepest ? { rule: 'too-deep', message: `This is nested more than ${deepest} deep.` } : undefined;
}

function readAlias(reading: Reading, alias: Alias, path: Path): unknown {
  const target = reading.targets.get(alias) ?? reading.anchors.get(alias.source);
  if (target) reading.targets.set(alias, target);
  const offset = alias.range?.[0] ?? 0;
  if (!target || contains(target, offset)) {
    reading.report(offset, 'alias', 'This alias has no anchor, or stands inside its own anchor.', pathText(path));
    return null;
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
    if (isMergeKey(key, value)) {
      reading.report((key as Node).range?.[0] ?? 0, 'merge-key', mergeKeySentence, pathText(path));
      continue;
    }
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
  remember(reading, key);
  if (!isScalar(key) || typeof key.value !== 'string') {
    reading.report(offset, 'key', 'A key must be text: put it in quotes.', pathText(path));
    return undefined;
  }
  const complaint = complaintAboutKey(key.value);
  if (!complaint) return key.value;
  reading.report(offset, 'key', complaint, pathText(path));
  return undefined;
}

/** Tells `<<: *shared` and the like, which merges in YAML 1.1, from a key that happens to be called so. */
const isMergeKey = (key: unknown, value: unknown): boolean =>
  isScalar(key) && key.value === '<<' && key.type === 'PLAIN' && (isAlias(value) || isMap(value) || isSeq(value));

const mergeKeySentence =
  '"<<" merges nothing here: write the keys out. What environments share stands in environments/defaults.yaml.';

function complaintAboutKey(key: string): string | undefined {
  if (key === '__proto__') return '"__proto__" is no name for a key.';
  if (key.length > longestKey) return `A key has at most ${longestKey} characters, not ${key.length}.`;
  return complaintAbout(key);
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

function numberComplaint(value: number, source: string): string {
  if (!Number.isFinite(value)) return `${source} is no number that can be used here.`;
  const asText = `write it in quotes ("${source}") if it is text`;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return `${source} is too large a number: ${asText}.`;
  return `${source} is read as the number ${value}: ${asText}, else as ${value}.`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/** Explains why Terraform, Kubernetes or a terminal would refuse or change a text; undefined when none would. */
function complaintAbout(text: string): string | undefined {
  const control = forbidden.exec(text)?.[0];
  if (control) return `The text holds the control character U+${hex(control)}: remove it.`;
  if (!text.isWellFormed()) return 'The text holds half of a surrogate pair: write the whole character.';
  // Terraform normalises strings to form C, so any other form would not arrive as it was written.
  if (text !== text.normalize('NFC'))
    return 'The text is not in Unicode normal form C: write accented letters as one character.';
  return undefined;
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
