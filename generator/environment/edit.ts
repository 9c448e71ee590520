import { isScalar, parse, parseDocument, stringify } from 'yaml';
import * as z from 'zod';
import { documentText } from './document-text.js';
import type { Path } from './problem.js';
import { environmentSchema } from './schema.js';
import { schemaAt } from './schema-walk.js';
import { options } from './source.js';

/** One value that is to be written in an environment's file. */
export interface Edit {
  readonly path: Path;
  /** Undefined takes the key out of the file; null takes away what the defaults say. */
  readonly value: unknown;
}

/**
 * Reads the value as the schema has it at that path: a text is the text, whatever it looks like in YAML.
 * @throws YAMLParseError
 */
export function typedValue(path: Path, text: string): unknown {
  const isText = schemaAt(environmentSchema, path) instanceof z.ZodString;
  return isText && text !== 'null' ? text : parse(text, options);
}

/**
 * Writes values in the text of a file. Where one was before, nothing but its own characters changes; a new one is put
 * in by the YAML library, which keeps comments, order and quoting.
 * @throws Error where a part of the path is there, and neither a map nor a list
 */
export const editedText = (text: string, edits: readonly Edit[]): string => edits.reduce(edited, text);

function edited(text: string, { path, value }: Edit): string {
  const document = parseDocument(text, options);
  const node = document.getIn(path, true);
  if (value === undefined) {
    document.deleteIn(path);
    return textOf(document, text, path);
  }
  if (isScalar(node) && node.range && (typeof value !== 'object' || value === null)) {
    const [from, to] = node.range;
    const written = node.type === 'QUOTE_DOUBLE' && typeof value === 'string' ? JSON.stringify(value) : literal(value);
    // A key whose value is left out has no characters.
    return `${text.slice(0, from)}${from === to ? ' ' : ''}${written}${text.slice(to)}`;
  }
  path.slice(0, -1).forEach((_, index) => {
    const above = path.slice(0, index + 1);
    if (document.getIn(above) === null) document.setIn(above, document.createNode({}));
  });
  document.setIn(path, document.createNode(value));
  return textOf(document, text, path);
}

/** Writes a document in which the collections on the way to a path are others than before. */
function textOf(document: ReturnType<typeof parseDocument>, before: string, path: Path): string {
  const altered = new Set(path.map((_, index) => document.getIn(path.slice(0, index), true)));
  return documentText(document, before, (node) => altered.has(node));
}

/** A scalar that means the same inside of brackets and braces. */
const literal = (value: unknown): string =>
  stringify([value], { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim().slice(1, -1);
