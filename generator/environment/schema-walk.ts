import * as z from 'zod';
import type { Path } from './problem.js';

/** Lists the keys that the schema allows at a path; empty where it allows any key. */
export function allowedKeys(schema: z.ZodType, path: Path): string[] {
  const found = schemaAt(schema, path);
  const keys = optionsOf(found).flatMap((option) => (option instanceof z.ZodObject ? Object.keys(option.shape) : []));
  return [...new Set(keys)];
}

/** Finds the schema of the value at a path, without what makes it optional; undefined where there is none. */
export const schemaAt = (schema: z.ZodType, path: Path): z.ZodType | undefined =>
  unwrap(path.reduce<z.ZodType | undefined>(below, schema));

const optionsOf = (schema: z.ZodType | undefined): readonly (z.ZodType | undefined)[] =>
  schema instanceof z.ZodUnion ? (schema.options as z.ZodType[]) : [schema];

function below(schema: z.ZodType | undefined, part: string | number): z.ZodType | undefined {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) {
    const found = optionsOf(inner).map((option) => below(option, part));
    return found.find((each) => each !== undefined);
  }
  if (inner instanceof z.ZodObject) return inner.shape[String(part)] as z.ZodType | undefined;
  if (inner instanceof z.ZodArray) return inner.element as z.ZodType;
  if (inner instanceof z.ZodRecord) return inner.valueType as z.ZodType;
  return undefined;
}

function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
}
