import { containersOf, type KubernetesObject, ofKind, podsOf } from '../objects.js';
import type { Problem, Surroundings } from './invariant.js';

interface Reference {
  readonly object: string;
  readonly kind: 'ConfigMap' | 'Secret' | 'ServiceAccount' | 'Role' | 'Service' | 'Deployment';
  readonly name: string | undefined;
}

/** Every object that another one refers to exists, or is listed in the surroundings. */
export function referencesExist(objects: readonly KubernetesObject[], surroundings: Surroundings): Problem[] {
  const secrets = [
    ...ofKind(objects, 'Secret').map(({ metadata }) => metadata?.name),
    ...ofKind(objects, 'ExternalSecret').map(({ spec }) => spec.target.name),
    ...(surroundings.existingSecrets ?? []),
  ];
  const exists = ({ kind, name }: Reference) =>
    kind === 'Secret'
      ? secrets.includes(name)
      : objects.some((object) => object.kind === kind && object.metadata.name === name);
  return [...podReferences(objects), ...otherReferences(objects)]
    .filter((reference) => !exists(reference))
    .map(({ object, kind, name }) => ({ object, problem: `needs ${kind} ${name}, which nothing makes` }));
}

function podReferences(objects: readonly KubernetesObject[]): Reference[] {
  return podsOf(objects).flatMap(({ owner, spec }) => {
    const object = `${owner.kind}/${owner.metadata.name}`;
    const fromEnv = containersOf(spec).flatMap(({ env, envFrom }) => [
      ...(envFrom ?? []).map(({ configMapRef, secretRef }) => ({ configMap: configMapRef, secret: secretRef })),
      ...(env ?? []).map(({ valueFrom }) => ({
        configMap: valueFrom?.configMapKeyRef,
        secret: valueFrom?.secretKeyRef,
      })),
    ]);
    return [
      { object, kind: 'ServiceAccount' as const, name: spec.serviceAccountName },
      ...fromEnv.filter(({ configMap }) => configMap).map(({ configMap }) => configMapOf(object, configMap?.name)),
      ...fromEnv.filter(({ secret }) => secret).map(({ secret }) => secretOf(object, secret?.name)),
      ...(spec.volumes ?? []).flatMap(({ configMap, secret }) => [
        ...(configMap ? [configMapOf(object, configMap.name)] : []),
        ...(secret ? [secretOf(object, secret.secretName)] : []),
      ]),
    ];
  });
}

const configMapOf = (object: string, name: string | undefined): Reference => ({ object, kind: 'ConfigMap', name });
const secretOf = (object: string, name: string | undefined): Reference => ({ object, kind: 'Secret', name });

function otherReferences(objects: readonly KubernetesObject[]): Reference[] {
  return [
    ...ofKind(objects, 'RoleBinding').flatMap(({ metadata, roleRef, subjects }) => {
      const object = `RoleBinding/${metadata?.name}`;
      return [
        { object, kind: 'Role' as const, name: roleRef.name },
        ...(subjects ?? []).map(({ name }) => ({ object, kind: 'ServiceAccount' as const, name })),
      ];
    }),
    ...ofKind(objects, 'Ingress').flatMap(({ metadata, spec }) =>
      (spec?.rules ?? [])
        .flatMap(({ http }) => http?.paths ?? [])
        .map(({ backend }) => ({
          object: `Ingress/${metadata?.name}`,
          kind: 'Service' as const,
          name: backend.service?.name,
        })),
    ),
  ];
}
