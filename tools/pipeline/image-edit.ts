import { type Document, isMap, isScalar, type Node, parseDocument, stringify, type YAMLMap } from 'yaml';

export interface PublishedImage {
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/**
 * Names another image in an environment file, and leaves every other character as it is.
 *
 * @param source text of environments/<env>.yaml
 * @throws Error when the text isn't YAML, or the digest isn't one
 */
export function nameImage(source: string, { tag, digest }: PublishedImage): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`Not a digest: ${JSON.stringify(digest)}`);
  return setText(setText(source, ['workload', 'image', 'tag'], tag), ['workload', 'image', 'digest'], digest);
}

function setText(source: string, path: readonly string[], value: string): string {
  const document = parseDocument(source);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  const old = document.getIn(path, true);
  if (isScalar(old)) return splice(source, startOf(old), endOf(old), scalarText(value));
  const { map, rest } = deepestMap(document, path);
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

const scalarText = (value: string): string => stringify(value).trimEnd();
const splice = (text: string, start: number, end: number, insert: string) =>
  text.slice(0, start) + insert + text.slice(end);
const startOf = (node: Node): number => node.range?.[0] ?? 0;
const endOf = (node: Node): number => node.range?.[1] ?? 0;
