import { DescribeAddonVersionsCommand, EKSClient } from '@aws-sdk/client-eks';
import { error, type Question } from './question.js';

/** Whether EKS has the versions of its add-ons that are named exactly, for this version of Kubernetes. */
export const addonVersions: Question = {
  name: 'add-on versions',
  async *ask({ cluster }, settings) {
    if (cluster.existing) return;
    const client = new EKSClient(settings('eks'));
    for (const [addonName, { version }] of Object.entries(cluster.eksAddons)) {
      if (!version.startsWith('v')) continue;
      const { addons = [] } = await client.send(
        new DescribeAddonVersionsCommand({ addonName, kubernetesVersion: cluster.version }),
      );
      const known = addons.flatMap(({ addonVersions: versions = [] }) => versions.map((one) => one.addonVersion));
      if (known.includes(version)) continue;
      const advice = known.length > 0 ? `the newest is ${known[0]}` : 'it has none';
      yield error(`cluster.eksAddons.${addonName}.version: EKS has no ${version} for ${cluster.version}: ${advice}.`);
    }
  },
};
