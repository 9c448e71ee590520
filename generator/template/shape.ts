import { parseAllDocuments } from 'yaml';
import { hash } from '../hash.js';
import { documents } from './precompiled.js';
import { TemplateError } from './template-error.js';

export interface Filling {
  readonly values: readonly unknown[];
  readonly spelled: readonly string[];
}

/** Gives the YAML documents of an outline. */
export type Shape = (filling: Filling) => unknown[];

/** The YAML documents of an outline, given what fills its holes. */
export function shapeOf(outline: string, path: string): Shape {
  const fillers = documentsOf(outline, path).map(fillerOf);
  return (filling) => fillers.map((fillDocument) => fillDocument(filling));
}

function documentsOf(outline: string, path: string): readonly unknown[] {
  const digest = hash(outline);
  const known = documents.get(digest) ?? parseOutline(outline, path);
  documents.set(digest, known);
  return known;
}

/**
 * An outline's documents, with a word that no template holds for each hole.
 * @throws TemplateError
 */
function parseOutline(outline: string, path: string): unknown[] {
  let index = 0;
  const parsed = parseAllDocuments(
    outline.replace(/\0/g, () => `\ue000${index++}\ue001`),
    { version: '1.1' },
  );
  return ('empty' in parsed ? [] : parsed).map((document) => {
    const [error] = document.errors;
    if (error) throw new TemplateError(path, `What this template renders is not YAML: ${error.message}`);
    return document.toJS();
  });
}

type Filler = (filling: Filling) => unknown;

/** What has no hole is the same object every time; only what leads to a hole is made anew. */
function fillerOf(value: unknown): Filler {
  if (!hasHole(value)) return () => value;
  if (typeof value === 'string') return textFiller(value);
  if (Array.isArray(value)) {
    const items = value.map(fillerOf);
    return (filling) => items.map((item) => item(filling));
  }
  const entries = Object.entries(value as object).map(([key, entry]) => [textFiller(key), fillerOf(entry)] as const);
  return (filling) => {
    const filled: Record<string, unknown> = {};
    for (const [key, entry] of entries) filled[String(key(filling))] = entry(filling);
    return filled;
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
