import type { Cluster } from './cluster.js';
import type { EnvironmentInput } from './schema.js';

type AddOns = Pick<EnvironmentInput, 'addons'>;

/** Tells whether the cluster has an add-on, whoever installs it. `enabled` is for what is installed from here. */
export function hasAddOn({ addons }: AddOns, name: string): boolean {
  const addOn = addons[name];
  return addOn !== undefined && (addOn.enabled || addOn.existing);
}

/** Tells whether Alertmanager is installed from here: what it sends is then decided here. */
export const hasAlertmanager = ({ addons }: AddOns): boolean => addons['kube-prometheus-stack']?.enabled === true;

/** What brings nodes is the owner's of a cluster that exists. */
const ofNodes = ['cluster-autoscaler', 'karpenter'];

/** Tells apart what is installed from here and what the cluster has from elsewhere. */
export function resolveAddOns(addons: EnvironmentInput['addons'], { existing }: Cluster): EnvironmentInput['addons'] {
  return Object.fromEntries(
    Object.entries(addons).map(([name, addOn]) => {
      const isElsewhere = addOn.existing || (existing !== undefined && ofNodes.includes(name) && addOn.enabled);
      return [name, { ...addOn, enabled: addOn.enabled && !isElsewhere, existing: isElsewhere }];
    }),
  );
}
