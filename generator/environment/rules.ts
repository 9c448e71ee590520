import type { Finding } from './problem.js';
import { addonRules } from './rules/addons.js';
import { clusterRules } from './rules/cluster.js';
import { exposureRules, sharingRules } from './rules/exposure.js';
import { checkFleet } from './rules/fleet.js';
import { gitopsRules } from './rules/gitops.js';
import { networkRules } from './rules/network.js';
import { inEachWorkload, type Rule, type RuleContext } from './rules/rule.js';
import { tagRules } from './rules/tags.js';
import { workloadRules } from './rules/workload.js';
import type { Environment } from './resolve.js';
import { registryRules, repositoryRules } from './rules/registry.js';

export { checkFleet };

/** The rules that ship, in the order in which they are tried. */
export const rules: readonly Rule[] = [
  ...tagRules,
  ...networkRules,
  ...clusterRules,
  ...registryRules,
  ...repositoryRules.map(inEachWorkload),
  ...workloadRules.map(inEachWorkload),
  ...exposureRules.map(inEachWorkload),
  ...sharingRules,
  ...gitopsRules,
  ...addonRules,
];

/** Checks what no single field can tell: numbers that can't hold each other, names that must agree across layers. */
export function checkEnvironment(environment: Environment, context: RuleContext): Finding[] {
  return rules.flatMap(({ name, check }) =>
    [...check(environment, context)].map((finding) => ({ severity: 'error' as const, ...finding, rule: name })),
  );
}
