import { containersOf, type KubernetesObject, podsOf } from '../objects.js';
import type { Problem } from './invariant.js';

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
const portName = /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/;

/**
 * Names are DNS labels of at most 63 characters, label values have at most 63 characters, and names of ports at most
 * 15. All objects are in one namespace.
 */
export function namesAreValid(objects: readonly KubernetesObject[]): Problem[] {
  const namespace = objects[0]?.metadata.namespace;
  return [
    ...objects.flatMap(({ kind, metadata }) => {
      const object = `${kind}/${metadata.name}`;
      const badLabels = Object.entries(metadata.labels ?? {}).filter(([, value]) => !labelValue.test(String(value)));
      return [
        ...(dnsLabel.test(metadata.name ?? '') ? [] : [{ object, problem: 'has a name that is no DNS label' }]),
        ...badLabels.map(([key, value]) => ({ object, problem: `label ${key} can't be ${value}` })),
        ...(metadata.namespace === namespace ? [] : [{ object, problem: `is in namespace ${metadata.namespace}` }]),
      ];
    }),
    ...podsOf(objects).flatMap(({ owner, spec }) =>
      containersOf(spec)
        .flatMap(({ ports }) => ports ?? [])
        .filter(({ name }) => !portName.test(name ?? ''))
        .map(({ name }) => ({
          object: `${owner.kind}/${owner.metadata.name}`,
          problem: `no port can be called ${name}`,
        })),
    ),
  ];
}

/** No two objects of a kind share a name: the second would overwrite the first. */
export function objectsAreUnique(objects: readonly KubernetesObject[]): Problem[] {
  const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((object) => ({
    object,
    problem: 'is there twice',
  }));
}
