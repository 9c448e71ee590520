import type { Finding } from '../problem.js';
import type { Environment } from '../schema.js';

export interface RuleContext {
  /** Names of the folders in argocd/addons/. */
  readonly knownAddons: readonly string[];
}

/** A finding of a rule: an error unless `severity` is set. */
export type RuleFinding = Omit<Finding, 'rule' | 'severity'> & { readonly severity?: 'warning' };

/** A condition on several fields. Yields a finding for each violation. */
export interface Rule {
  readonly name: string;
  check(environment: Environment, context: RuleContext): Iterable<RuleFinding>;
}

/** Yields the values that occurred earlier in the list, each with its position. */
export function* repeated<T>(
  items: readonly T[],
  textOf: (item: T) => string,
): Iterable<{ index: number; value: string }> {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const value = textOf(item);
    if (seen.has(value)) yield { index, value };
    seen.add(value);
  }
}
