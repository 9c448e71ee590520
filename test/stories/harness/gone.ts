import type { KubernetesObject } from './cluster.js';
import { until } from './until.js';
import { applications, cluster, stateOf } from './world.js';

/** Waits until the Applications and projects of that name, and everything that they made, are gone. */
export async function isGone(name: string): Promise<void> {
  await until(`${name} is gone`, async () => {
    const left = (await applications()).filter(({ metadata }) => metadata.name.startsWith(name));
    const projects = await cluster.list<KubernetesObject>('AppProject', 'argocd');
    const all = [
      ...left.map(stateOf),
      ...projects.filter(({ metadata }) => metadata.name === name).map(({ metadata }) => `AppProject ${metadata.name}`),
      ...(await cluster.ownedBy(name)),
    ];
    if (all.length > 0) throw new Error(all.join('; '));
    return true;
  });
}
