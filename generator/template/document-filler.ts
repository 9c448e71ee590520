import { parseAllDocuments } from 'yaml';
import { hash } from '../base/hash.js';
import type { Outline } from './outline.js';
import { documents } from './precompiled.js';
import { TemplateError } from './template-error.js';

/** Values for the holes of an outline, in their order. */
interface Filling {
  readonly values: readonly unknown[];
  /** The values as they are written in the text. */
  readonly literals: readonly string[];
}

/** Gives the YAML documents of an outline with its holes filled: the same as parsing the filled text would give. */
export type DocumentFiller = (filling: Filling) => unknown[];

/**
 * Parses the YAML of an outline.
 * @throws TemplateError where it isn't YAML
 */
export function documentFillerOf(outline: Outline, path: string): DocumentFiller {
  const fillers = documentsOf(outline.pieces, path).map(fillerOf);
  return (filling) => fillers.map((fillDocument) => fillDocument(filling));
}

function documentsOf(pieces: readonly string[], path: string): readonly unknown[] {
  const digest = hash(pieces.join('\0'));
  const known = documents.get(digest) ?? parseOutline(pieces, path);
  documents.set(digest, known);
  return known;
}

/** Parses an outline with a placeholder in each hole: its number between two characters that no template contains. */
function parseOutline(pieces: readonly string[], path: string): unknown[] {
  const [first, ...others] = pieces;
  const text = first + others.map((piece, index) => `\ue000${index}\ue001${piece}`).join('');
  const parsed = parseAllDocuments(text, { version: '1.1' });
  return ('empty' in parsed ? [] : parsed).map((document) => {
    const [error] = document.errors;
    if (error) throw new TemplateError(path, `What this template renders is not YAML: ${error.message}`);
    return document.toJS();
  });
}

type Filler = (filling: Filling) => unknown;

/**
 * Makes the filler of a value. A value without a hole is the same object at each call, and so is a value that is filled
 * in the same way as at the previous call: later steps recognise what they have handled before by its identity.
 */
function fillerOf(value: unknown): Filler {
  if (!hasHole(value)) return () => value;
  if (typeof value === 'string') return textFiller(value);
  if (Array.isArray(value)) {
    return memoized(value.map(fillerOf), (items) => items);
  }
  const entries = Object.entries(value as object);
  const fillers = entries.flatMap(([key, entry]) => [textFiller(key), fillerOf(entry)]);
  return memoized(fillers, (keysAndValues) => {
    const filled: Record<string, unknown> = {};
    for (let index = 0; index < keysAndValues.length; index += 2)
      filled[String(keysAndValues[index])] = keysAndValues[index + 1];
    return filled;
  });
}

function memoized(fillers: readonly Filler[], compose: (parts: unknown[]) => unknown): Filler {
  let last: { readonly parts: readonly unknown[]; readonly composed: unknown } | undefined;
  return (filling) => {
    const parts = fillers.map((fillPart) => fillPart(filling));
    if (last?.parts.every((part, index) => part === parts[index])) return last.composed;
    last = { parts, composed: compose(parts) };
    return last.composed;
  };
}

const hasHole = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\ue000');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, entry]) => hasHole(key) || hasHole(entry));
};

function textFiller(text: string): Filler {
  if (!hasHole(text)) return () => text;
  const whole = /^\ue000(\d+)\ue001$/.exec(text);
  const index = Number(whole?.[1]);
  if (whole) return ({ values }) => values[index];
  return ({ literals }) => text.replace(/\ue000(\d+)\ue001/g, (_, position) => literals[Number(position)] as string);
}
