import type { Finding } from './problem.js';
import type { Environment } from './resolve.js';
import { addonRules } from './rules/addons.js';
import { awsRules } from './rules/aws.js';
import { chartFeatureRules } from './rules/chart-features.js';
import { clusterRules } from './rules/cluster.js';
import { existingClusterRules, ofNewCluster } from './rules/existing-cluster.js';
import { exposureRules, sharingRules } from './rules/exposure.js';
import { checkFleet } from './rules/fleet.js';
import { gitopsRules } from './rules/gitops.js';
import { iamRules } from './rules/iam.js';
import { networkRules } from './rules/network.js';
import { podRules } from './rules/pod.js';
import { receiverRules } from './rules/receivers.js';
import { registryRules, repositoryRules } from './rules/registry.js';
import { inEachWorkload, type Rule, type RuleContext } from './rules/rule.js';
import { tagRules } from './rules/tags.js';
import { valuesRules } from './rules/values.js';
import { variableRules } from './rules/variables.js';
import { workloadRules } from './rules/workload.js';

export { checkFleet };

/** All rules for a single environment, in the order in which they are checked. */
const rules: readonly Rule[] = [
  ...tagRules,
  ...awsRules,
  ...iamRules,
  ...networkRules,
  ...clusterRules.map(ofNewCluster),
  ...existingClusterRules,
  ...registryRules,
  ...repositoryRules.map(inEachWorkload),
  ...workloadRules.map(inEachWorkload),
  ...chartFeatureRules.map(inEachWorkload),
  ...variableRules.map(inEachWorkload),
  ...exposureRules.map(inEachWorkload),
  ...podRules.map(inEachWorkload),
  ...valuesRules.map(inEachWorkload),
  ...sharingRules,
  ...receiverRules,
  ...gitopsRules,
  ...addonRules,
];

/** Checks what depends on several fields: numbers that don't fit together, names on which layers must agree. */
export function checkEnvironment(environment: Environment, context: RuleContext): Finding[] {
  return rules.flatMap(({ name, check }) =>
    [...check(environment, context)].map((finding) => ({ severity: 'error' as const, ...finding, rule: name })),
  );
}
