import type { Finding } from '../problem.js';
import type { Environment, Workload } from '../resolve.js';

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

/** One thing that has to hold in each workload. Paths of its findings start at the workload. */
export interface WorkloadRule {
  readonly name: string;
  check(workload: Workload, environment: Environment): Iterable<RuleFinding>;
}

/** Makes a rule of an environment of a rule of its workloads. */
export const inEachWorkload = ({ name, check }: WorkloadRule): Rule => ({
  name,
  *check(environment) {
    for (const workload of environment.workloads) {
      for (const finding of check(workload, environment)) {
        yield { ...finding, path: ['workloads', workload.key, ...finding.path] };
      }
    }
  },
});

/** Values that occur a second time, each with its position in the list. */
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
