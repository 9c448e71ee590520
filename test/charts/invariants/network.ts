import ipaddr from 'ipaddr.js';
import type { IPBlock, NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1.d.ts';
import { containersOf, type KubernetesObject, ofKind, type Pods, picks, podsOf } from '../objects.js';
import type { Problem, Surroundings } from './invariant.js';
import { portOf } from './ports.js';

/** The other end of a connection: a pod in a namespace, or a range of addresses. */
type Peer =
  | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly cidr: string };

interface Path {
  readonly direction: 'ingress' | 'egress';
  readonly peer: Peer;
  /** Port number: of the pod for ingress, of the peer for egress. */
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP';
}

/** Checks whether the policies allow a connection. Pods that no policy selects accept any. */
function admits(objects: readonly KubernetesObject[], pods: Pods, path: Path): boolean {
  const type = path.direction === 'ingress' ? 'Ingress' : 'Egress';
  const policies = ofKind(objects, 'NetworkPolicy')
    .map(({ spec }) => spec)
    .filter((spec) => picks(spec?.podSelector?.matchLabels ?? {}, pods.labels) && spec?.policyTypes?.includes(type));
  const rules = policies.flatMap((spec) =>
    path.direction === 'ingress'
      ? (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })),
  );
  return (
    policies.length === 0 ||
    rules.some(
      ({ peers, ports }) =>
        (!peers?.length || peers.some((peer) => isPeer(peer, path.peer, pods))) &&
        (!ports?.length || ports.some((port) => isPort(port, path, objects))),
    )
  );
}

function isPeer({ ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer, peer: Peer, pods: Pods): boolean {
  if ('cidr' in peer) return ipBlock !== undefined && covers(ipBlock, peer.cidr);
  if (ipBlock) return false;
  const inNamespace = namespaceSelector
    ? picks(namespaceSelector.matchLabels ?? {}, { 'kubernetes.io/metadata.name': peer.namespace })
    : peer.namespace === pods.owner.metadata.namespace;
  return inNamespace && picks(podSelector?.matchLabels ?? {}, peer.labels);
}

/** Checks whether a policy's port is that of the connection. A name is looked up in the Deployment's pods. */
function isPort({ port, protocol = 'TCP' }: NetworkPolicyPort, path: Path, objects: readonly KubernetesObject[]) {
  const listening = podsOf(objects).find(({ owner }) => owner.kind === 'Deployment') as Pods;
  const number = typeof port === 'string' ? portOf(listening, port) : port;
  return protocol === (path.protocol ?? 'TCP') && (port === undefined || number === path.port);
}

function covers({ cidr, except = [] }: IPBlock, inner: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(inner);
  const holds = (outer: string) => address.match(ipaddr.parseCIDR(outer)) && ipaddr.parseCIDR(outer)[1] <= bits;
  return holds(cidr) && !except.some(holds);
}

/** Lists the connections that the design needs, each with the message for when it isn't allowed. */
function pathsOf(objects: readonly KubernetesObject[], pods: Pods, surroundings: Surroundings): [Path, string][] {
  const namespace = pods.owner.metadata.namespace ?? '';
  const dns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
  const paths: [Path, string][] = [
    [{ direction: 'egress', peer: dns, port: 53, protocol: 'UDP' }, 'DNS over UDP'],
    [{ direction: 'egress', peer: dns, port: 53, protocol: 'TCP' }, 'DNS over TCP'],
  ];
  if (pods.owner.kind !== 'Deployment') {
    const service = podsOf(objects).find(({ owner }) => owner.kind === 'Deployment') as Pods;
    const port = portOf(service, 'http') ?? 0;
    paths.push([{ direction: 'egress', peer: { namespace, labels: service.labels }, port }, 'the service']);
    return paths;
  }
  const http = portOf(pods, 'http') ?? 0;
  paths.push([{ direction: 'egress', peer: { cidr: '203.0.113.10/32' }, port: 443 }, 'HTTPS to STS and S3']);
  paths.push([{ direction: 'ingress', peer: { namespace, labels: {} }, port: http }, 'the namespace']);
  if (isBehindLoadBalancer(objects)) {
    for (const cidr of surroundings.loadBalancerSubnets) {
      paths.push([{ direction: 'ingress', peer: { cidr }, port: http }, `the load balancer in ${cidr}`]);
    }
  }
  for (const { spec } of ofKind(objects, 'ServiceMonitor')) {
    const prometheus = { namespace: surroundings.monitoringNamespace, labels: {} };
    const metrics = portOf(pods, spec.endpoints[0]?.port) ?? 0;
    paths.push([{ direction: 'ingress', peer: prometheus, port: metrics }, 'Prometheus']);
  }
  return paths;
}

const isBehindLoadBalancer = (objects: readonly KubernetesObject[]) =>
  ofKind(objects, 'Ingress').length > 0 || ofKind(objects, 'Service').some(({ spec }) => spec?.type === 'LoadBalancer');

/** Policies allow all traffic that the design needs: load balancers, the namespace, Prometheus, DNS, AWS. */
export function policyAdmitsEachPath(objects: readonly KubernetesObject[], surroundings: Surroundings): Problem[] {
  return podsOf(objects).flatMap((pods) =>
    pathsOf(objects, pods, surroundings)
      .filter(([path]) => !admits(objects, pods, path))
      .map(([{ direction, port }, what]) => ({
        object: `${pods.owner.kind}/${pods.owner.metadata.name}`,
        problem: `the NetworkPolicy stops ${what} (${direction}, port ${port})`,
      })),
  );
}

/** Policies, where there are any, block the instance metadata service, which gives out the node's credentials. */
export function policyNeverAdmitsNodeCredentials(objects: readonly KubernetesObject[]): Problem[] {
  if (ofKind(objects, 'NetworkPolicy').length === 0) return [];
  return podsOf(objects)
    .filter((pods) =>
      [80, 443].some((port) =>
        admits(objects, pods, { direction: 'egress', peer: { cidr: '169.254.169.254/32' }, port }),
      ),
    )
    .map(({ owner, spec }) => ({
      object: `${owner.kind}/${owner.metadata.name}`,
      problem: `${containersOf(spec)[0]?.name} can ask the instance metadata service for the node's credentials`,
    }));
}
