import { judgeInstanceType, judgeRegion, partitionOf, type Verdict } from '../aws-facts.js';
import { instanceTypesKnownOn } from '../data/instance-types.js';
import { regionsKnownOn } from '../data/regions.js';
import type { Path } from '../problem.js';
import type { Environment } from '../resolve.js';
import type { Rule, RuleFinding } from './rule.js';

/** Fields that take an ARN: `*` stands for each entry of a list or each key of a map. A test holds the list whole. */
export const arnFields: readonly (readonly string[])[] = [
  ['aws', 'permissionsBoundary'],
  ['aws', 'assumeRoleArn'],
  ['cluster', 'accessEntries', '*', 'principalArn'],
  ['gitops', 'hubRoleArn'],
  ['observability', 'receivers', '*', 'sns', 'arn'],
  ['pipeline', 'terraform', 'applyPolicies', '*'],
  ['pipeline', 'terraform', 'planPolicies', '*'],
  ['workloads', '*', 'exposure', 'loadBalancer', 'certificateArn'],
  ['workloads', '*', 'exposure', 'ingress', 'certificateArn'],
  ['workloads', '*', 'exposure', 'ingress', 'webAclArn'],
  ['workloads', '*', 'model', 'kmsKeyArn'],
  ['workloads', '*', 'secrets', '*', 'arn'],
  ['workloads', '*', 'secrets', '*', 'kmsKeyArn'],
];

export const awsRules: readonly Rule[] = [
  {
    name: 'known-region',
    *check({ aws, registry, workloads }) {
      yield* unknown(judgeRegion(aws.region), aws.region, ['aws', 'region'], regionsKnownOn);
      if (registry.region !== aws.region)
        yield* unknown(judgeRegion(registry.region), registry.region, ['registry', 'region'], regionsKnownOn);
      for (const { key, model } of workloads) {
        if (model?.region === undefined) continue;
        const path = ['workloads', key, 'model', 'region'];
        yield* unknown(judgeRegion(model.region), model.region, path, regionsKnownOn);
        const [ours, theirs] = [aws.region, model.region].map((region) => partitionOf(region).name);
        if (ours !== theirs) yield { path, message: `${model.region} is in ${theirs}, which ${ours} doesn't reach.` };
      }
    },
  },
  {
    name: 'known-instance-type',
    *check({ cluster }) {
      for (const [index, { instanceTypes }] of cluster.nodeGroups.entries()) {
        for (const [position, type] of instanceTypes.entries()) {
          const path = ['cluster', 'nodeGroups', index, 'instanceTypes', position];
          yield* unknown(judgeInstanceType(type), type, path, instanceTypesKnownOn);
        }
      }
    },
  },
  {
    name: 'arn-partition',
    *check(environment) {
      const { name } = partitionOf(environment.aws.region);
      for (const [path, arn] of arnFields.flatMap((field) => [...valuesAt(keyed(environment), field)])) {
        const partition = arn.split(':')[1];
        if (partition === name) continue;
        const message = `This is of the partition ${partition}, and ${environment.aws.region} is in ${name}.`;
        yield { path, message: `${message} Write arn:${name}:….` };
      }
    },
  },
];

function* unknown(verdict: Verdict, name: string, path: Path, knownOn: string): Iterable<RuleFinding> {
  if (verdict === 'known') return;
  if (verdict === 'younger') {
    const message = `${name} is not among those that were known on ${knownOn}: make sure that it exists.`;
    yield { severity: 'warning', path, message };
    return;
  }
  const advice = verdict.nearest === undefined ? '' : ` Did you mean ${verdict.nearest}?`;
  yield { path, message: `AWS has no ${name}.${advice}` };
}

/** Workloads by their keys, as the file has them. */
const keyed = (environment: Environment) => ({
  ...environment,
  workloads: Object.fromEntries(environment.workloads.map((workload) => [workload.key, workload])),
});

/** Finds the texts at a path in which `*` stands for every key. */
function* valuesAt(value: unknown, [key, ...rest]: readonly string[], path: Path = []): Iterable<[Path, string]> {
  if (key === undefined) {
    if (typeof value === 'string') yield [path, value];
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [found, inner] of Object.entries(value)) {
    if (key !== '*' && key !== found) continue;
    yield* valuesAt(inner, rest, [...path, Array.isArray(value) ? Number(found) : found]);
  }
}
