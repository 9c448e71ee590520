import type { KubernetesObject } from './cluster.js';
import { until } from './until.js';
import { applications, cluster, lookAtUnnoticed, stateOf } from './world.js';

/** Waits until the Applications and projects of that name, and everything that they made, are gone. */
export async function isGone(name: string): Promise<void> {
  let looks = 0;
  await until(`${name} is gone`, async () => {
    const left = (await applications()).filter(({ metadata }) => metadata.name.startsWith(name));
    if (looks++ % 6 === 0) await lookAtUnnoticed(left);
    const projects = await cluster.list<KubernetesObject>('AppProject', 'argocd');
    const theirs = [
      ...left.map(stateOf),
      ...projects.filter(({ metadata }) => metadata.name === name).map(({ metadata }) => `AppProject ${metadata.name}`),
    ];
    // Looks through every kind that there is: not before the quick look finds nothing.
    const all = theirs.length > 0 ? theirs : await cluster.ownedBy(name);
    if (all.length > 0) throw new Error(all.join('; '));
    return true;
  });
}
