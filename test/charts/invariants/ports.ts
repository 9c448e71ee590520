import type { Container, Service } from 'kubernetes-types/core/v1.d.ts';
import { containersOf, type KubernetesObject, ofKind, type Pods, picks, podsOf } from '../objects.js';
import type { Problem } from './invariant.js';

/** Finds a container port by name or number, and gives its number; undefined when no container declares it. */
export function portOf(pods: Pods, port: string | number | undefined): number | undefined {
  return pods.spec.containers
    .flatMap(({ ports }) => ports ?? [])
    .find(({ name, containerPort }) => port === name || port === containerPort)?.containerPort;
}

/** Finds a port of a Service by name or number. */
const servicePort = (objects: readonly KubernetesObject[], service: string, port: string | number | undefined) =>
  ofKind(objects, 'Service')
    .find(({ metadata }) => metadata?.name === service)
    ?.spec?.ports?.find(({ name, port: number }) => name === port || number === port);

/** Every port that an object refers to is declared. */
export function portsExist(objects: readonly KubernetesObject[]): Problem[] {
  return [...servicePorts(objects), ...probePorts(objects), ...ingressPorts(objects), ...policyPorts(objects)];
}

function servicePorts(objects: readonly KubernetesObject[]): Problem[] {
  return ofKind(objects, 'Service').flatMap(({ metadata, spec }) =>
    podsOf(objects)
      .filter(({ labels }) => picks(spec?.selector, labels))
      .flatMap((pods) =>
        (spec?.ports ?? [])
          .filter(({ port, targetPort }) => portOf(pods, targetPort ?? port) === undefined)
          .map(({ port, targetPort }) => ({
            object: `Service/${metadata?.name}`,
            problem: `port ${port} leads to ${targetPort ?? port}, which no container declares`,
          })),
      ),
  );
}

function probePorts(objects: readonly KubernetesObject[]): Problem[] {
  const probes = ({ startupProbe, livenessProbe, readinessProbe }: Container) =>
    Object.entries({ startupProbe, livenessProbe, readinessProbe });
  return podsOf(objects).flatMap((pods) =>
    containersOf(pods.spec).flatMap((container) =>
      probes(container)
        .filter(([, probe]) => probe?.httpGet && portOf(pods, probe.httpGet.port) === undefined)
        .map(([name, probe]) => ({
          object: `${pods.owner.kind}/${pods.owner.metadata.name}`,
          problem: `${name} asks port ${probe?.httpGet?.port}, which no container declares`,
        })),
    ),
  );
}

function ingressPorts(objects: readonly KubernetesObject[]): Problem[] {
  return ofKind(objects, 'Ingress').flatMap(({ metadata, spec }) =>
    (spec?.rules ?? [])
      .flatMap(({ http }) => http?.paths ?? [])
      .map(({ backend }) => backend.service)
      .filter(
        (service) =>
          servicePort(objects, service?.name ?? '', service?.port?.name ?? service?.port?.number) === undefined,
      )
      .map((service) => ({
        object: `Ingress/${metadata?.name}`,
        problem: `leads to Service ${service?.name}, which has no port ${service?.port?.name ?? service?.port?.number}`,
      })),
  );
}

/** An ingress rule of a policy names ports of the pods that it selects, not ports of a Service. */
function policyPorts(objects: readonly KubernetesObject[]): Problem[] {
  return ofKind(objects, 'NetworkPolicy').flatMap(({ metadata, spec }) => {
    const selected = podsOf(objects).filter(({ labels }) => picks(spec?.podSelector?.matchLabels, labels));
    return (spec?.ingress ?? [])
      .flatMap(({ ports }) => ports ?? [])
      .filter(({ port }) => port !== undefined && selected.every((pods) => portOf(pods, port) === undefined))
      .map(({ port }) => ({
        object: `NetworkPolicy/${metadata?.name}`,
        problem: `admits port ${port}, which no container declares`,
      }));
  });
}

/** Each pod's metrics are scraped in exactly one way, on a port that can't be reached from outside the cluster. */
export function monitoringScrapesOnce(objects: readonly KubernetesObject[]): Problem[] {
  const monitors = ofKind(objects, 'ServiceMonitor').map((monitor) => ({
    monitor,
    services: ofKind(objects, 'Service').filter(({ metadata }) =>
      picks(monitor.spec.selector.matchLabels, metadata?.labels),
    ),
  }));
  const scraped = monitors.flatMap(({ monitor, services }) =>
    services.flatMap((service) => monitor.spec.endpoints.map(({ port }) => ({ service, port }))),
  );
  return [
    ...monitors
      .filter(({ services }) => services.length !== 1)
      .map(({ monitor, services }) => ({
        object: `ServiceMonitor/${monitor.metadata.name}`,
        problem: `selects ${services.length} Services`,
      })),
    ...podsOf(objects)
      .filter(({ owner }) => owner.kind === 'Deployment')
      .flatMap((pods) => scrapesOf(pods, scraped, objects)),
  ];
}

interface Scrape {
  readonly service: Service;
  readonly port: string | undefined;
}

function scrapesOf(pods: Pods, scraped: readonly Scrape[], objects: readonly KubernetesObject[]): Problem[] {
  const object = `${pods.owner.kind}/${pods.owner.metadata.name}`;
  const monitored = ofKind(objects, 'ServiceMonitor').length > 0;
  const targets = scraped
    .filter(({ service }) => picks(service.spec?.selector, pods.labels))
    .map(({ service, port }) => {
      const found = servicePort(objects, service.metadata?.name ?? '', port);
      return found && portOf(pods, found.targetPort ?? found.port);
    })
    .filter((port) => port !== undefined);
  const exposed = ofKind(objects, 'Service')
    .filter(({ spec }) => spec?.type === 'LoadBalancer' && picks(spec.selector, pods.labels))
    .flatMap(({ spec }) => spec?.ports ?? [])
    .map(({ port, targetPort }) => portOf(pods, targetPort ?? port));
  return [
    ...(monitored && targets.length !== 1 ? [{ object, problem: `is scraped ${targets.length} times` }] : []),
    ...(targets.some((port) => exposed.includes(port))
      ? [{ object, problem: 'shows its metrics to the load balancer' }]
      : []),
  ];
}
