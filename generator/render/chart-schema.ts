import { Ajv, type ErrorObject } from 'ajv';
import { isPlainObject, mergeDeep } from '../base/merge.js';
import { nearestOf } from '../base/nearest.js';
import type { Finding } from '../environment/problem.js';
import { firstAtEachPlace, pathOfPointer } from './json-pointer.js';

/**
 * Checks Helm values as Helm does: over the chart's own, without what is null, by the chart's values.schema.json.
 * @returns paths of findings start at the values
 */
export function schemaFindings(schema: object, defaults: unknown, values: unknown): Finding[] {
  const validate = new Ajv({ allErrors: true, strict: false, verbose: true }).compile(schema);
  if (validate(withoutNulls(mergeDeep(defaults, values)))) return [];
  const findings = (validate.errors ?? []).filter(({ keyword }) => !wrappers.includes(keyword)).map(findingOf);
  return firstAtEachPlace(findings);
}

/** Say only that something inside them is wrong. */
const wrappers = ['allOf', 'anyOf', 'oneOf', 'if'];

function findingOf({ instancePath, keyword, params, message = 'is wrong', parentSchema }: ErrorObject): Finding {
  const path = pathOfPointer(instancePath);
  if (keyword !== 'additionalProperties')
    return { severity: 'error', rule: 'chart-values', path, message: `It ${message}.` };
  const key = String(params['additionalProperty']);
  const known = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {});
  const nearest = nearestOf(key, known);
  const advice = nearest === undefined ? `known here: ${known.join(', ')}` : `did you mean ${nearest}?`;
  const text = `The chart has no value "${key}" here; ${advice}${nearest === undefined ? '.' : ''}`;
  return { severity: 'error', rule: 'chart-values', path: [...path, key], message: text, atKey: true };
}

/** Helm takes away what is null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}
