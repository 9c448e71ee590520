import type { KubernetesObject } from './cluster.js';
import { type Application, applications, cluster, stateOf, untilSettled } from './world.js';

/** Waits until the Applications and projects of that name, and everything that they made, are gone. */
export function isGone(name: string): Promise<void> {
  const list = async () => (await applications()).filter(({ metadata }) => metadata.name.startsWith(name));
  return untilSettled(`${name} is gone`, list, (applications) => leftOf(name, applications), { seconds: 120 });
}

/** Looks through every kind that there is only once the quick look finds nothing. */
async function leftOf(name: string, applications: readonly Application[]): Promise<readonly string[]> {
  const projects = (await cluster.list<KubernetesObject>('AppProject', 'argocd'))
    .filter(({ metadata }) => metadata.name === name)
    .map(({ metadata }) => `AppProject ${metadata.name}`);
  const theirs = [...applications.map(stateOf), ...projects];
  return theirs.length > 0 ? theirs : cluster.ownedBy(name);
}
