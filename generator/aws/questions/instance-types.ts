import { DescribeInstanceTypeOfferingsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { error, note, type Question } from './question.js';

/** Whether the groups' instance types are offered where their nodes are to be. */
export const instanceTypes: Question = {
  name: 'instance types',
  async *ask({ cluster, network }, settings) {
    if (cluster.nodeGroups.length === 0) return;
    const client = new EC2Client(settings('ec2'));
    const wanted = [...new Set(cluster.nodeGroups.flatMap((group) => group.instanceTypes))];
    const { InstanceTypeOfferings: found = [] } = await client.send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: wanted }],
      }),
    );
    const offered = new Set(found.map(({ InstanceType, Location }) => `${InstanceType} ${Location}`));
    for (const [index, group] of cluster.nodeGroups.entries()) {
      for (const type of group.instanceTypes) {
        const all = group.zones ?? network.availabilityZones;
        const missing = all.filter((zone) => !offered.has(`${type} ${zone}`));
        if (missing.length === 0) continue;
        const message = `cluster.nodeGroups[${index}].instanceTypes: ${type} isn't offered in ${missing.join(', ')}`;
        yield missing.length === all.length
          ? error(`${message}: take another.`)
          : note(`${message}: nodes of it come in the other zones only.`);
      }
    }
  },
};
