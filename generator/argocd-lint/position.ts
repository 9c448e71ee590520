import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { type Path, type Problem, pathText } from '../environment/problem.js';
import type { RenderedManifest } from '../render/argocd.js';
import type { ManifestFinding } from './model.js';

/** Findings with their lines: only files with findings are parsed. */
export function placed(findings: readonly ManifestFinding[], files: readonly RenderedManifest[]): Problem[] {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const finders = new Map<string, Finder>();
  return findings.map(({ file, index, ...finding }) => {
    const find = finders.get(file) ?? finderFor(contents.get(file) ?? '');
    finders.set(file, find);
    const { severity, rule, message } = finding;
    return { severity, rule, path: pathText(finding.path), message, file, ...find(index, finding.path) };
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

/** Where the path leads, or the last part of it that is there. */
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
