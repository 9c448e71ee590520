import { parseAllDocuments } from 'yaml';
import { isPlainObject } from '../base/merge.js';
import type { Change, Consequence } from './change.js';
import { type LeafDifference, leafDifferences } from './leaves.js';

/** Kubernetes objects by what tells them apart: `Deployment ml-inference/ml-inference-api`. */
export type Objects = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Reads the objects of YAML documents; what is no object is left out. */
export function objectsIn(texts: readonly string[], namespace = ''): Objects {
  const objects = texts.flatMap((text) =>
    parseAllDocuments(text).flatMap((document) => {
      const value: unknown = document.toJS();
      return isPlainObject(value) && typeof value['kind'] === 'string' ? [value] : [];
    }),
  );
  return new Map(objects.map((object) => [nameOf(object, namespace), object]));
}

function nameOf({ kind, metadata }: Readonly<Record<string, unknown>>, namespace: string): string {
  const { name = '', namespace: own = namespace } = (isPlainObject(metadata) ? metadata : {}) as Record<
    string,
    unknown
  >;
  return `${kind} ${own === '' ? '' : `${own}/`}${name}`;
}

/** Tells what happens to objects that Argo CD applies. */
export function objectChanges(
  { environment, workload }: Pick<Change, 'environment' | 'workload'>,
  before: Objects,
  after: Objects,
): Change[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((object): Change[] => {
    const [one, other] = [before.get(object), after.get(object)];
    const about = { environment, workload, object };
    if (!one) return [{ ...about, field: '', consequence: 'created', from: undefined, to: object, note: '' }];
    if (!other) return [{ ...about, field: '', consequence: 'destroyed', from: object, to: undefined, note: '' }];
    return leafDifferences(one, other)
      .filter(({ path }) => !isPassive(path))
      .map((difference) => ({ ...about, ...fieldChange(object.split(' ', 1)[0] as string, difference) }));
  });
}

/** Labels that say by which chart an object was written. Of a pod they replace it all the same. */
const isPassive = (path: LeafDifference['path']): boolean =>
  path[0] === 'metadata' &&
  path[1] === 'labels' &&
  ['helm.sh/chart', 'app.kubernetes.io/version'].includes(String(path[2]));

function fieldChange(
  kind: string,
  { path, from, to }: LeafDifference,
): Pick<Change, 'field' | 'consequence' | 'from' | 'to' | 'note'> {
  const field = path.join('.');
  const [, consequence, note] = meanings.find(([pattern]) => pattern.test(`${kind} ${field}`)) ?? [];
  return { field, from, to, consequence: consequence ?? 'changed in place', note: note ?? '' };
}

/**
 * What a changed field means, by kind and path. Kubernetes refuses another value of some, so that the object is made
 * again; the AWS Load Balancer Controller makes a load balancer again for another scheme, name or group.
 */
const meanings: readonly (readonly [pattern: RegExp, consequence: Consequence, note: string])[] = [
  [
    /^(Deployment|StatefulSet|DaemonSet) spec\.selector/,
    'replaced',
    'A selector can’t change: the object is made again.',
  ],
  [/^(Deployment|StatefulSet|DaemonSet) spec\.template/, 'restarts', 'Every pod is replaced, by a rollout.'],
  [/^Job spec\.template/, 'replaced', 'The job runs again.'],
  [/^(Role|ClusterRole)Binding roleRef/, 'replaced', ''],
  [/^PersistentVolumeClaim spec\.(?!resources)/, 'replaced', 'The volume and its data are made again.'],
  [
    /^Service metadata\.annotations\..*aws-load-balancer-(scheme|type|name)/,
    'replaced',
    'The load balancer is made again: clients lose its address.',
  ],
  [/^Service spec\.(loadBalancerClass|type)/, 'replaced', 'The load balancer is made again: clients lose its address.'],
  [
    /^Ingress metadata\.annotations\.alb\.ingress\.kubernetes\.io\/(scheme|group\.name|load-balancer-name)/,
    'replaced',
    'The load balancer is made again: clients lose its address.',
  ],
  [
    /^Application spec\.sources?\..*targetRevision/,
    'restarts',
    'Argo CD applies another version; its pods are replaced where it changes them.',
  ],
  [/^Application spec\.destination/, 'replaced', 'Everything is made again in the other place.'],
];
