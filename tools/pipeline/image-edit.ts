import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
} from 'yaml';

export interface PublishedImage {
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/**
 * Names another image of a workload in an environment file, and leaves every other character as it is.
 *
 * @param source text of environments/<env>.yaml
 * @param workload path of the workload, such as `workloads`, `ml-inference`
 * @throws Error when the text isn't YAML, or the digest isn't one
 */
export function nameImage(source: string, workload: readonly string[], { tag, digest }: PublishedImage): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`Not a digest: ${JSON.stringify(digest)}`);
  const path = [...workload, 'image'];
  return setText(setText(source, [...path, 'tag'], tag), [...path, 'digest'], digest);
}

function setText(source: string, path: readonly string[], value: string): string {
  const document = parseDocument(source);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  const old = document.getIn(path, true);
  if (isScalar(old)) return splice(source, startOf(old), endOf(old), scalarText(value));
  const { map, rest } = deepestMap(document, path);
  const [first = '', ...inside] = rest;
  if (map.has(first)) return fillEmpty(source, pairOf(map, first), inside, value);
  return map.flow ? addToFlowMap(source, map, rest, value) : addToBlockMap(source, map, rest, value);
}

/** The map that the new keys go into: the last one on the path that holds anything. */
function deepestMap(document: Document, path: readonly string[]): { map: YAMLMap; rest: readonly string[] } {
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const map = document.getIn(path.slice(0, depth), true);
    if (isMap(map) && map.items.length > 0) return { map, rest: path.slice(depth) };
  }
  throw new Error('The environment file holds no keys.');
}

/** Puts the keys where nothing stands yet: `{}`, null, or no value at all. */
function fillEmpty(source: string, pair: Pair<unknown, unknown>, path: readonly string[], value: string): string {
  const text = `{ ${path.join(': { ')}: ${scalarText(value)}${' }'.repeat(path.length)}`;
  const { key, value: old } = pair as Pair<Node, Node | null>;
  if (isAlias(old)) throw new Error(`${source.slice(startOf(old), endOf(old))} stands for a value: write it out.`);
  if (old !== null && startOf(old) < endOf(old)) return splice(source, startOf(old), endOf(old), text);
  const colon = source.indexOf(':', endOf(key)) + 1;
  return splice(source, colon, colon, ` ${text}`);
}

function addToFlowMap(source: string, map: YAMLMap, path: readonly string[], value: string): string {
  const after = startOf(map) + 1;
  return splice(source, after, after, ` ${path.join(': { ')}: ${scalarText(value)}${' }'.repeat(path.length - 1)},`);
}

/** Below the map's last line, indented as its keys are. */
function addToBlockMap(source: string, map: YAMLMap, path: readonly string[], value: string): string {
  const column = startOf(map) - (source.lastIndexOf('\n', startOf(map) - 1) + 1);
  const lines = path.map((key, depth) => `${' '.repeat(column + 2 * depth)}${key}:`).join('\n');
  const lastLineEnd = source.indexOf('\n', endOf(map) - 1);
  const at = lastLineEnd === -1 ? source.length : lastLineEnd;
  return splice(source, at, at, `\n${lines} ${scalarText(value)}`);
}

const pairOf = (map: YAMLMap, name: string): Pair<unknown, unknown> =>
  map.items.find(({ key }) => isScalar(key) && key.value === name) as Pair<unknown, unknown>;

const scalarText = (value: string): string => stringify(value).trimEnd();
const splice = (text: string, start: number, end: number, insert: string) =>
  text.slice(0, start) + insert + text.slice(end);
const startOf = (node: Node): number => node.range?.[0] ?? 0;
const endOf = (node: Node): number => node.range?.[1] ?? 0;
