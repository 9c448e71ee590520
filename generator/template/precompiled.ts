import { hash } from '../base/hash.js';

/** Gives the specification of a template: the object from which Handlebars' runtime makes a function. */
export type SpecificationOf = (path: string, source: string) => unknown;

/**
 * Specifications of the templates that come with the package, by the digest of the source.
 * Empty here: tools/bundle.mjs fills it.
 */
const specifications: ReadonlyMap<string, unknown> = new Map();

/**
 * YAML documents by the digest of their outline: those of the environments that ship, which tools/bundle.mjs fills in,
 * and those that this process has parsed.
 */
export const documents: Map<string, readonly unknown[]> = new Map();

/**
 * Finds or makes the specifications of templates. Handlebars' compiler takes longer to load than rendering, so it is
 * loaded only when a template differs from those that come with the package.
 */
export async function specificationsFor(sources: readonly string[]): Promise<SpecificationOf> {
  const known = new Map(sources.map((source) => [source, specifications.get(hash(source))]));
  if (![...known.values()].includes(undefined)) return (_, source) => known.get(source);
  const { specificationOf } = await import('./handlebars.js');
  return (path, source) => known.get(source) ?? specificationOf(path, source);
}
