import { isPlainObject } from '../base/merge.js';
import { type EnvironmentInput, environmentSchema } from './schema.js';

type Result = ReturnType<typeof environmentSchema.safeParse>;
type Section = keyof typeof environmentSchema.shape;

const sections = Object.keys(environmentSchema.shape) as Section[];

/** Up to this many environments are checked in less time than zod needs to compile the schema. */
const mostWithoutCompiling = 20;

/**
 * Makes a function that checks environments against the schema. A section that an environment takes from the defaults
 * without a change is the same object in all such environments: it is checked once, and its result is shared.
 * @param defaults the values over which all environments were merged
 * @param count how many environments will be checked
 */
export function sectionwise(defaults: unknown, count: number): (merged: unknown) => Result {
  const context = { jitless: count <= mostWithoutCompiling };
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
    // Checking the whole environment gives every issue, in the order of the schema.
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
