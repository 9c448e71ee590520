import type { Path } from '../problem.js';
import type { Workload } from '../resolve.js';
import { scalesByLoad } from '../scaling.js';
import type { WorkloadRule } from './rule.js';

interface Feature {
  /** First version of charts/ml-inference that has it. */
  readonly since: string;
  readonly path: Path;
  readonly isUsed: (workload: Workload) => boolean;
  readonly advice: string;
}

/** What an environment can ask for and charts of earlier versions don't have: their values.schema.json refuses it. */
const features: readonly Feature[] = [
  {
    since: '0.2.0',
    path: ['exposure', 'ingress', 'path'],
    isUsed: ({ exposure: { ingress } }) => ingress.enabled && ingress.path !== '/',
    advice: 'leave the path out',
  },
  {
    since: '0.2.0',
    path: ['resources', 'limits', 'cpu'],
    isUsed: ({ resources }) => resources.limits.cpu === undefined,
    advice: 'say a limit',
  },
  {
    since: '0.2.0',
    path: ['exposure', 'loadBalancer', 'certificateArn'],
    isUsed: ({ exposure: { loadBalancer } }) => loadBalancer.enabled && loadBalancer.certificateArn !== undefined,
    advice: 'leave the certificate out',
  },
  {
    since: '0.2.0',
    path: ['secrets'],
    isUsed: ({ secrets }) => secrets.some(({ property }) => property !== undefined),
    advice: 'give each variable a secret of its own',
  },
  {
    since: '0.2.0',
    path: ['secrets'],
    isUsed: ({ secrets }) => secrets.some(({ parameter }) => parameter !== undefined),
    advice: 'read them from Secrets Manager',
  },
  {
    since: '0.2.0',
    path: ['replicas'],
    isUsed: ({ replicas }) => scalesByLoad(replicas),
    advice: 'scale by CPU and memory alone',
  },
  {
    since: '0.2.0',
    path: ['model', 'files'],
    isUsed: ({ model }) => model?.files !== undefined,
    advice: 'save the model in one file',
  },
  ...(
    [
      'affinity',
      'topologySpreadConstraints',
      'runtimeClassName',
      'volumes',
      'volumeMounts',
      'sidecars',
      'initContainers',
      'probes',
      'serviceAccountAnnotations',
    ] as const
  ).map(
    (field): Feature => ({
      since: '0.2.0',
      path: ['pod', field],
      isUsed: ({ pod }) => Object.keys(pod[field] ?? {}).length > 0,
      advice: 'take it away',
    }),
  ),
];

export const chartFeatureRules: readonly WorkloadRule[] = [
  {
    name: 'chart-too-old',
    *check(workload) {
      for (const { since, path, isUsed, advice } of features) {
        if (!isUsed(workload) || !isBefore(workload.chartVersion, since)) continue;
        const message = `Chart ${workload.chartVersion} doesn't have this: name ${since} or later, or ${advice}.`;
        yield { path, message };
      }
    },
  },
];

/** Compares the three numbers of versions; what follows them doesn't count. */
function isBefore(version: string, since: string): boolean {
  const [one, other] = [version, since].map((text) => (text.match(/[0-9]+/g) ?? []).slice(0, 3).map(Number));
  const index = (one ?? []).findIndex((number, position) => number !== other?.[position]);
  return index >= 0 && (one?.[index] ?? 0) < (other?.[index] ?? 0);
}
