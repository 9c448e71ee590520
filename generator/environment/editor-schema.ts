import * as z from 'zod';
import { isPlainObject } from '../base/merge.js';
import { environmentSchema } from './schema.js';

/**
 * Builds the JSON Schema by which editors complete and check environment files. A key that a file lacks may come from
 * defaults.yaml, so no key is required. Only entries of lists keep their required keys: a list is replaced as a whole.
 */
export function editorSchema(): Record<string, unknown> {
  const { properties, ...schema } = optional(z.toJSONSchema(environmentSchema, { io: 'input', reused: 'inline' }));
  return { title: 'inference-gitops environment', ...schema, properties };
}

function optional(schema: Record<string, unknown>): Record<string, unknown> {
  const { required: _, ...rest } = schema;
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => {
      if (key === 'properties' && isPlainObject(value)) {
        return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, optionalIfMap(inner)]))];
      }
      return [key, key === 'additionalProperties' ? optionalIfMap(value) : value];
    }),
  );
}

const optionalIfMap = (schema: unknown): unknown => (isPlainObject(schema) ? optional(schema) : schema);
