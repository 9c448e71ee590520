import type * as z from 'zod';
import { nearestOf } from '../base/nearest.js';
import type { Finding, Path } from './problem.js';
import { allowedKeys } from './schema-walk.js';
import { mostProblems } from './source.js';

type Issue = z.core.$ZodIssue;

/** Converts an issue of the schema to findings that say what would be right: one for each unknown key. */
export function explain(issue: Issue, value: unknown, schema: z.ZodType): Finding[] {
  const path = issue.path as Path;
  if (issue.code === 'invalid_union') return explainUnion(issue, value, schema);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, mostProblems).map((key) => unknownKey([...path, key], schema));
  if (issue.code === 'invalid_key')
    return [{ ...finding(path, issue.issues[0]?.message ?? 'is no valid key'), atKey: true }];
  return [finding(path, sentenceFor(issue, value))];
}

/** The message of a union that says none of its own. */
const noMessage = 'Invalid input';

/**
 * Of several shapes the one that comes closest is meant: the fewest keys that it doesn't know, then the fewest
 * mistakes.
 */
function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown, schema: z.ZodType): Finding[] {
  if (issue.message !== noMessage) return [finding(issue.path as Path, sentenceFor(issue, value))];
  const weightOf = (issues: readonly Issue[]) =>
    issues.reduce((sum, one) => sum + (one.code === 'unrecognized_keys' ? 1000 * one.keys.length : 1), 0);
  const [closest] = [...issue.errors].sort((a, b) => weightOf(a) - weightOf(b));
  if (closest === undefined || closest.length === 0) return [finding(issue.path as Path, sentenceFor(issue, value))];
  return closest.flatMap((one) => {
    const nested = { ...one, path: [...issue.path, ...one.path] } as Issue;
    return explain(nested, one.path.reduce<unknown>(valueIn, value), schema);
  });
}

const valueIn = (value: unknown, part: PropertyKey): unknown =>
  (value as Record<PropertyKey, unknown> | null | undefined)?.[part];

const finding = (path: Path, text: string): Finding => ({
  severity: 'error',
  rule: 'schema',
  path,
  message: `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`,
});

function unknownKey(path: Path, schema: z.ZodType): Finding {
  const key = String(path.at(-1));
  const allowed = allowedKeys(schema, path.slice(0, -1));
  // One of several shapes has it, and not the one that the other keys belong to.
  if (allowed.includes(key))
    return { ...finding(path, `"${key}" doesn't go with the other keys here: keep it or them`), atKey: true };
  const nearest = nearestOf(key, allowed);
  const advice = nearest ? `did you mean ${nearest}?` : `known here: ${allowed.join(', ')}`;
  return { ...finding(path, `there is no "${key}" here; ${advice}`), rule: 'unknown-key', atKey: true };
}

function sentenceFor(issue: Issue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return `this is missing${exampleIn(issue)}`;
  if (value === null) return 'this is empty: give it a value or remove the key';
  switch (issue.code) {
    case 'invalid_type':
      return typeSentence(issue.expected, value);
    case 'invalid_value':
      return valueSentence(issue.values.map(String), value);
    case 'too_small':
      return `must ${amount(issue.origin, 'least', issue.minimum)}`;
    case 'too_big':
      return `must ${amount(issue.origin, 'most', issue.maximum)}`;
    default:
      return issue.message;
  }
}

function exampleIn(issue: Issue): string {
  const example = /^must .*?((?:such as|in quotes).*)$/.exec(issue.message)?.[1];
  if (example) return `: ${example}`;
  return issue.code === 'invalid_value' ? `: one of ${issue.values.map(String).join(', ')}` : '';
}

const wanted: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

function typeSentence(expected: string, value: unknown): string {
  const want = `must be ${wanted[expected] ?? expected}`;
  if (expected === 'string' && ['number', 'boolean'].includes(typeof value))
    return `${want}: write it in quotes ("${value}")`;
  if (expected === 'boolean' && typeof value === 'string' && /^(true|false)$/i.test(value)) {
    return `${want}, without quotes`;
  }
  if (expected === 'boolean' && typeof value === 'string' && /^(yes|on|no|off)$/i.test(value)) {
    return `${want}: write ${/^(yes|on)$/i.test(value) ? 'true' : 'false'}`;
  }
  if (['number', 'int'].includes(expected) && typeof value === 'string' && /^-?[0-9.]+$/.test(value)) {
    return `${want}, without quotes`;
  }
  if (expected === 'array') return `${want}: put each entry on a line of its own that starts with a dash`;
  return `${want}, not ${describe(value)}`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys with values';
  return typeof value === 'string' ? 'text' : String(value);
}

function valueSentence(allowed: readonly string[], value: unknown): string {
  if (allowed.length === 1) return `must be ${allowed[0]}`;
  const nearest = typeof value === 'string' ? nearestOf(value, allowed) : undefined;
  return `must be one of ${allowed.join(', ')}${nearest ? `; did you mean ${nearest}?` : ''}`;
}

function amount(origin: string, bound: 'least' | 'most', limit: number | bigint): string {
  if (origin === 'string') return `have at ${bound} ${limit} characters`;
  if (origin === 'array') return `have at ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `be at ${bound} ${limit}`;
}
