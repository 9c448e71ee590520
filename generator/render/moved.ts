import type { Environment } from '../environment/resolve.js';
import { hclString } from '../template/hcl.js';

/** The workload that an environment of version 1 has become. */
const key = 'ml-inference';

/**
 * Writes Terraform's moved blocks for an environment that was of version 1, where each of these was one and not one a
 * workload. Terraform
 * needs them once, in the first apply of version 2.
 */
export function movedAddresses({ workloads }: Environment): string {
  const repository = workloads.find((workload) => workload.key === key)?.image.repository ?? '';
  const alarm = 'module.observability.aws_cloudwatch_metric_alarm.no_running_pods';
  const moves = [
    ['module.registry', `module.registry[${hclString(repository)}]`],
    ['module.secrets', `module.secrets[${hclString(key)}]`],
    ['module.workload_identity', `module.workload_identity[${hclString(key)}]`],
    [`${alarm}["amazon-cloudwatch-observability"]`, `${alarm}[${hclString(key)}]`],
  ];
  const blocks = moves.map(([from, to]) => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`);
  return (
    '# From version 1 to version 2 of the environment file. Delete ' +
    `this file once it is applied everywhere.\n\n${blocks.join('\n')}`
  );
}
