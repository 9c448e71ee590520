import { hash } from '../base/hash.js';

/** Gives what Handlebars' runtime needs of a template. */
export type SpecificationOf = (path: string, source: string) => unknown;

/** Specifications of the templates that come with the package, by the digest of the source. Empty here: tools/bundle.mjs fills it. */
const specifications: ReadonlyMap<string, unknown> = new Map();

/** YAML documents by the digest of their outline: those that the shipped environments have, filled in the same way, and those parsed since. */
export const documents: Map<string, readonly unknown[]> = new Map();

/** Handlebars' compiler is loaded only for templates that differ from those that come with the package: it takes longer than rendering. */
export async function specificationsFor(sources: readonly string[]): Promise<SpecificationOf> {
  const known = new Map(sources.map((source) => [source, specifications.get(hash(source))]));
  if (![...known.values()].includes(undefined)) return (_, source) => known.get(source);
  const { specificationOf } = await import('./handlebars.js');
  return (path, source) => known.get(source) ?? specificationOf(path, source);
}
