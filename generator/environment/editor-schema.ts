import * as z from 'zod';
import { isPlainObject } from '../base/merge.js';
import { environmentSchema } from './schema.js';

/**
 * Builds the JSON Schema by which editors complete and check environment files. A key that a file lacks may come from
 * defaults.yaml, so no key is required. Only entries of lists keep their required keys: a list is replaced as a whole.
 */
export function editorSchema(): Record<string, unknown> {
  const { properties, ...schema } = optional(z.toJSONSchema(environmentSchema, { io: 'input', reused: 'inline' }));
  const { workloads, ...others } = properties as Record<string, { additionalProperties?: object }>;
  const workloadDefaults = {
    ...workloads?.additionalProperties,
    description: 'What workloads share. What a workload says itself wins, whichever file it stands in.',
  };
  return { title: 'inference-gitops environment', ...schema, properties: { ...others, workloadDefaults, workloads } };
}

function optional(schema: Record<string, unknown>): Record<string, unknown> {
  const { required: _, ...rest } = schema;
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => {
      if (key === 'properties' && isPlainObject(value)) {
        return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, optionalIfMap(inner)]))];
      }
      if (key === 'anyOf' && Array.isArray(value)) return [key, value.map(optionalIfMap)];
      return [key, key === 'additionalProperties' ? optionalIfMap(value) : value];
    }),
  );
}

const optionalIfMap = (schema: unknown): unknown => (isPlainObject(schema) ? optional(schema) : schema);
