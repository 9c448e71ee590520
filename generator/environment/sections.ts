import { isPlainObject } from '../base/merge.js';
import { type EnvironmentInput, environmentSchema } from './schema.js';

type Result = ReturnType<typeof environmentSchema.safeParse>;
type Section = keyof typeof environmentSchema.shape;

const sections = Object.keys(environmentSchema.shape) as Section[];

/** So many environments are checked faster than zod compiles the schema for them. */
const few = 20;

/**
 * Checks environments against the schema, one after the other. A section that comes whole from the defaults is the same object in all of them: it is
 * checked once, and kept once.
 * @param defaults what all of them were merged from
 * @param count how many there will be
 */
export function sectionwise(defaults: unknown, count: number): (merged: unknown) => Result {
  const context = { jitless: count <= few };
  const inherited = isPlainObject(defaults) ? defaults : {};
  const valid = new Map<Section, unknown>();
  const schemas = new Map<string, ReturnType<typeof schemaWithout>>();
  return (merged) => {
    if (!isPlainObject(merged)) return environmentSchema.safeParse(merged, context);
    const isInherited = (section: Section) => Object.hasOwn(merged, section) && merged[section] === inherited[section];
    const known = sections.filter((section) => valid.has(section) && isInherited(section));
    const schema = schemas.get(known.join()) ?? schemaWithout(known);
    schemas.set(known.join(), schema);
    const result = schema.safeParse(without(merged, known), context);
    // Only the whole says everything that is wrong, in its order.
    if (!result.success) return environmentSchema.safeParse(merged, context);
    const own: Record<string, unknown> = result.data;
    for (const section of sections) if (isInherited(section) && !valid.has(section)) valid.set(section, own[section]);
    const present = sections.filter((section) => Object.hasOwn(merged, section));
    const data = Object.fromEntries(
      present.map((section) => [section, known.includes(section) ? valid.get(section) : own[section]]),
    );
    return { success: true, data: data as unknown as EnvironmentInput };
  };
}

const schemaWithout = (known: readonly Section[]) =>
  environmentSchema.omit(Object.fromEntries(known.map((section) => [section, true])) as Record<Section, true>);

const without = (merged: Readonly<Record<string, unknown>>, known: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(merged).filter(([key]) => !known.includes(key)));
