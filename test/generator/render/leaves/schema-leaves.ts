import * as z from 'zod';

/**
 * Lists the values that a schema asks for, such as `cluster.nodeGroups[].min` or `addons.*.version`: everything that is
 * no map and no list of the schema's own, and that can have more than one value.
 */
export function leavesOf(schema: unknown, path = ''): string[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    const fields = Object.entries(inner.shape as Record<string, unknown>);
    return fields.flatMap(([key, field]) => leavesOf(field, path === '' ? key : `${path}.${key}`));
  }
  if (inner instanceof z.ZodRecord) return leavesOf(inner.valueType, `${path}.*`);
  if (inner instanceof z.ZodArray) return leavesOf(inner.element, `${path}[]`);
  const options = inner instanceof z.ZodUnion ? (inner.options as unknown[]) : [];
  // Forms that exclude each other, such as a new VPC and one that exists: what either asks for.
  if (options.some((option) => option instanceof z.ZodObject))
    return [...new Set(options.flatMap((option) => leavesOf(option, path)))];
  const isConstant = inner instanceof z.ZodLiteral && inner.values.size === 1;
  return isConstant ? [] : [path];
}

const unwrapped = (schema: unknown): unknown =>
  [z.ZodOptional, z.ZodNullable, z.ZodDefault, z.ZodPrefault].some((wrapper) => schema instanceof wrapper)
    ? unwrapped((schema as z.ZodOptional).unwrap())
    : schema;
