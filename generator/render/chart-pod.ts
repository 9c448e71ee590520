import type { Resources } from '../environment/capacity/amounts.js';
import { completed } from '../environment/capacity/containers.js';
import { placementOf } from '../environment/pod-placement.js';
import type { Environment, Workload } from '../environment/resolve.js';

type Container = Workload['pod']['sidecars'][number];

/** What the pods have beside the service, in the words of the chart; what isn't asked for is left out. */
export function podValues({ cluster }: Environment, workload: Workload) {
  const { pod } = workload;
  const { nodeSelector, tolerations } = placementOf(workload, cluster);
  return withoutEmpty({
    nodeSelector,
    tolerations,
    affinity: pod.affinity,
    topologySpreadConstraints: pod.topologySpreadConstraints,
    priorityClassName: pod.priorityClassName,
    runtimeClassName: pod.runtimeClassName,
    podAnnotations: pod.annotations,
    podLabels: pod.labels,
    extraEnv: pod.env,
    extraVolumes: pod.volumes,
    extraVolumeMounts: pod.volumeMounts,
    sidecars: pod.sidecars.map(containerValues(workload)),
    extraInitContainers: pod.initContainers.map(containerValues(workload)),
    probes: pod.probes,
    termination: withoutEmpty({
      preStopSleepSeconds: pod.preStopSleepSeconds,
      gracePeriodSeconds: pod.terminationGracePeriodSeconds,
    }),
  });
}

/** Charts before 0.2.0 have no values for some of it, so what is empty isn't said. */
const withoutEmpty = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const containerValues =
  ({ resources: own }: Workload) =>
  (container: Container) => {
    const { requests, limits } = completed(container, own);
    return { ...container, resources: { requests: amounts(requests), limits: amounts(limits) } };
  };

const amounts = ({ cpu, memory, ephemeralStorage }: Resources['limits']) =>
  withoutEmpty({ cpu, memory, 'ephemeral-storage': ephemeralStorage });
