import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument, type YAMLError } from 'yaml';
import { conflictSentence, conflictsIn } from '../base/conflict-markers.js';
import { isPlainObject } from '../base/merge.js';
import { construct } from './construct.js';
import type { Path, Position, Problem } from './problem.js';

/** The text of one file in environments/. */
export interface SourceText {
  /** Path from the repository's root, such as environments/prod.yaml. */
  readonly file: string;
  readonly text: string;
  /** Offset in the text of the first bytes that aren't UTF-8; undefined where all of them are. */
  readonly notText?: number;
}

/** Brings a document into the current version of the format before it is read. @returns whether it had another */
export type Migrate = (document: Document) => boolean;

export interface ParsedSource extends SourceText {
  readonly value: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** Whether `value` holds what the file says, except at the problems. */
  readonly isReadable: boolean;
  /** Whether the file is written in an older version of the format. */
  readonly isMigrated: boolean;
}

/** Limit of problems that are reported for a file: more than this have one cause, and would only hide it. */
export const mostProblems = 100;

/** Limit of a file's length. An environment has a few kilobytes; parsing megabytes would take too long. */
export const maxCharacters = 256 * 1024;

export const tooLargeSentence = `The file has more than ${maxCharacters / 1024} KiB.`;

export const options = { version: '1.2', prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;

/** Reads a file into plain data, or tells every reason why it can't. */
export function parseSource(source: SourceText, migrate: Migrate = () => false): ParsedSource {
  let isMigrated = false;
  const migrated: Migrate = (document) => {
    isMigrated = migrate(document);
    return isMigrated;
  };
  const problems: Problem[] = [];
  const report = (offset: number, rule: string, message: string, path = '') => {
    if (problems.length < mostProblems)
      problems.push({ severity: 'error', rule, path, message, ...positionAt(source, offset) });
  };
  const value = parseInto(source, report, migrated);
  if (problems.length === 0 && !isPlainObject(value)) {
    report(
      0,
      'not-a-map',
      value === null || value === undefined ? 'The file is empty.' : 'The file must hold keys with values.',
    );
  }
  return {
    ...source,
    value: isPlainObject(value) ? value : {},
    problems,
    isReadable: isPlainObject(value),
    isMigrated,
  };
}

type Report = (offset: number, rule: string, message: string, path?: string) => void;

function parseInto({ text, notText }: SourceText, report: Report, migrate: Migrate): unknown {
  if (notText !== undefined) {
    report(notText, 'not-text', 'This is not UTF-8 text: save it as UTF-8.');
    return undefined;
  }
  if (text.length > maxCharacters) {
    report(maxCharacters, 'too-large', tooLargeSentence);
    return undefined;
  }
  const conflicts = conflictsIn(text);
  for (const conflict of conflicts) report(conflict.offset, 'merge-conflict', conflictSentence(conflict));
  if (conflicts.length > 0) return undefined;
  try {
    const document = parseDocument(text, options);
    const { yaml } = document.directives ?? {};
    if (yaml?.explicit && yaml.version !== options.version) report(0, 'yaml', directiveSentence);
    for (const error of reportable([...document.errors, ...document.warnings]))
      report(error.pos[0], 'yaml', sentence(error));
    if (document.errors.length > 0) return undefined;
    migrate(document);
    return construct(document, report);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(0, 'too-deep', 'The file is nested too deeply.');
    return undefined;
  }
}

const directiveSentence = 'Another version of YAML reads other values (no, 0777, 1_000): remove the %YAML line.';

/**
 * Selects the errors worth reporting. After exhausted resources or a tab, the parser's other errors are consequences
 * and mostly wrong. Unknown tags are left to construct.ts, which reports them with the value's path.
 */
function reportable(errors: readonly YAMLError[]): readonly YAMLError[] {
  const exhausted = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhausted) return [exhausted];
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  return tabs.length > 0 ? tabs : errors.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED');
}

/** Sentences that say what to do, for frequent errors of the YAML parser. */
const known: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab indents this line: YAML wants spaces.',
  RESOURCE_EXHAUSTION: 'The file is nested too deeply.',
  MULTIPLE_DOCS: 'The file holds several YAML documents (---): keep one.',
  BAD_ALIAS: 'This alias has no anchor, or stands for itself.',
};

const sentence = (error: YAMLError): string => known[error.code] ?? `${error.message.replace(/\.?$/, '')}.`;

function positionAt({ file, text }: SourceText, offset: number): Position {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < lineStart; at = text.indexOf('\n', at + 1)) line += 1;
  return { file, line, column: offset - lineStart + 1 };
}

/** The position in a file to which a path, or its first parts, lead. */
export interface Located extends Position {
  /** Number of parts of the path that the file contains. */
  readonly depth: number;
  /**
   * True when this file sets the value: it holds the whole path, or a list or single value on the way. Those replace
   * what the defaults have, so everything below them comes from this file too.
   */
  readonly owns: boolean;
}

/**
 * Finds paths in a file, which is read again for the first: problems are rare, and keeping every tree would cost far
 * more.
 */
export function locator(source: SourceText, migrate: Migrate = () => false): (path: Path, atKey?: boolean) => Located {
  let contents: unknown;
  return (path, atKey = false) => {
    contents ??= contentsOf(source, migrate);
    let node = contents;
    let found = start(node) ?? 0;
    let depth = 0;
    for (const part of path) {
      const next = step(node, part);
      if (!next) break;
      depth += 1;
      found = start(depth === path.length && atKey ? next.key : next.value) ?? start(next.key) ?? found;
      node = next.value;
    }
    return { ...positionAt(source, found), depth, owns: depth === path.length || (depth > 0 && !isMap(node)) };
  };
}

function contentsOf({ text }: SourceText, migrate: Migrate): unknown {
  const document = parseDocument(text, options);
  if (document.errors.length === 0) migrate(document);
  return document.contents;
}

function step(node: unknown, part: string | number): { key?: unknown; value: unknown } | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  if (isSeq(node) && typeof part === 'number' && part < node.items.length) return { value: node.items[part] };
  return undefined;
}

function start(node: unknown): number | undefined {
  if (!isNode(node) || (isScalar(node) && node.source === undefined && node.value === null)) return undefined;
  return isAlias(node) ? node.range?.[0] : ((node as Node).range?.[0] ?? undefined);
}
