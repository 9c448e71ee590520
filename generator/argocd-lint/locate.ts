import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { type Path, type Problem, pathText } from '../environment/problem.js';
import type { RenderedManifest } from '../render/argocd.js';
import type { RuleFinding } from './scene.js';

/** A finding with the name of the rule that made it. */
export interface NamedFinding extends RuleFinding {
  readonly rule: string;
}

/** Adds to findings their positions in the rendered files. Only files with findings are parsed. */
export function locate(findings: readonly NamedFinding[], files: readonly RenderedManifest[]): Problem[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const finders = new Map<string, Finder>();
  return findings.map(({ rule, severity, in: { file, index }, path, message }) => {
    const { content = '', template = '' } = byPath.get(file) ?? {};
    const find = finders.get(file) ?? finderFor(content);
    finders.set(file, find);
    const position = find(index, path);
    const excerpt = content.split('\n')[position.line - 1] ?? '';
    return {
      severity: severity ?? 'error',
      rule,
      path: pathText(path),
      message: `${message} The template ${template} gives this.`,
      file,
      ...position,
      excerpt,
    };
  });
}

type Finder = (index: number, path: Path) => { line: number; column: number };

function finderFor(content: string): Finder {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(content, { version: '1.1', lineCounter: lines, logLevel: 'silent' });
  const documents = 'empty' in parsed ? [] : parsed;
  return (index, path) => {
    const { line, col } = lines.linePos(offsetOf(documents[index]?.contents, path));
    return { line, column: col };
  };
}

/** Finds the offset of the value at a path, or of the last part of the path that exists. */
function offsetOf(contents: unknown, path: Path): number {
  let node: unknown = contents;
  let offset = start(node) ?? 0;
  for (const part of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : undefined;
    const next = pair ? pair.value : isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
    if (!pair && next === undefined) break;
    offset = start(next) ?? start(pair?.key) ?? offset;
    node = next;
  }
  return offset;
}

const start = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined);
