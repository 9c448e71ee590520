import { parseAllDocuments } from 'yaml';
import { hash } from '../base/hash.js';
import type { Outline } from './outline.js';
import { documents } from './precompiled.js';
import { TemplateError } from './template-error.js';

export interface Filling {
  readonly values: readonly unknown[];
  readonly spelled: readonly string[];
}

/** Gives the YAML documents of an outline. */
export type Shape = (filling: Filling) => unknown[];

/** The YAML documents of an outline, given what fills its holes. */
export function shapeOf(outline: Outline, path: string): Shape {
  const fillers = documentsOf(outline.pieces, path).map(fillerOf);
  return (filling) => fillers.map((fillDocument) => fillDocument(filling));
}

function documentsOf(pieces: readonly string[], path: string): readonly unknown[] {
  const digest = hash(pieces.join('\0'));
  const known = documents.get(digest) ?? parseOutline(pieces, path);
  documents.set(digest, known);
  return known;
}

/**
 * An outline's documents, with a word that no template holds for each hole.
 * @throws TemplateError
 */
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

/** What has no hole is the same object every time, and so is what is filled with the same values as the time before. */
function fillerOf(value: unknown): Filler {
  if (!hasHole(value)) return () => value;
  if (typeof value === 'string') return textFiller(value);
  if (Array.isArray(value)) {
    return remembering(value.map(fillerOf), (items) => items);
  }
  const entries = Object.entries(value as object);
  const fillers = entries.flatMap(([key, entry]) => [textFiller(key), fillerOf(entry)]);
  return remembering(fillers, (keysAndValues) => {
    const filled: Record<string, unknown> = {};
    for (let index = 0; index < keysAndValues.length; index += 2)
      filled[String(keysAndValues[index])] = keysAndValues[index + 1];
    return filled;
  });
}

function remembering(fillers: readonly Filler[], compose: (parts: unknown[]) => unknown): Filler {
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
  return ({ spelled }) => text.replace(/\ue000(\d+)\ue001/g, (_, position) => spelled[Number(position)] as string);
}
