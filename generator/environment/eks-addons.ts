import type { Identity } from './identity.js';
import type { Environment } from './resolve.js';
import type { eksAddons } from './schema/cluster.js';

interface EksAddonRole extends Identity {
  /** What the name of the role ends with, after the name of the cluster. */
  readonly role: string;
  isInstalled(environment: Environment): boolean;
}

/** EKS's own add-ons that call AWS. Terraform installs them, and gives them their roles by EKS Pod Identity. */
export const eksAddonRoles: Readonly<Partial<Record<(typeof eksAddons)[number], EksAddonRole>>> = {
  'amazon-cloudwatch-observability': {
    role: 'cloudwatch-agent',
    namespace: 'amazon-cloudwatch',
    serviceAccount: 'cloudwatch-agent',
    isInstalled: ({ observability }) => observability.containerInsights,
  },
  'aws-ebs-csi-driver': {
    role: 'ebs-csi',
    namespace: 'kube-system',
    serviceAccount: 'ebs-csi-controller-sa',
    // Prometheus keeps its metrics on a volume.
    isInstalled: ({ addons, cluster }) => !cluster.existing && addons['kube-prometheus-stack']?.enabled === true,
  },
};
