import { DescribeAvailabilityZonesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { error, type Question } from './question.js';

/**
 * Zones, by their ids, in which EKS makes no control plane: names of zones differ from account to account.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const withoutControlPlane = ['use1-az3', 'usw1-az2', 'cac1-az3'];

/** Whether the zones that are named exist for this account, and EKS is in them. */
export const zones: Question = {
  name: 'zones',
  async *ask({ aws, cluster, network }, settings) {
    const client = new EC2Client(settings('ec2'));
    const { AvailabilityZones: found = [] } = await client.send(new DescribeAvailabilityZonesCommand({}));
    const ids = new Map(found.map(({ ZoneName, ZoneId }) => [ZoneName, ZoneId ?? '']));
    const path = network.existing ? 'network.existing.privateSubnets' : 'network.availabilityZones';
    for (const zone of network.availabilityZones) {
      const id = ids.get(zone);
      if (id === undefined) {
        yield error(
          `${path}: this account has no ${zone} in ${aws.region}. It has ${[...ids.keys()].sort().join(', ')}.`,
        );
      } else if (!cluster.existing && withoutControlPlane.includes(id)) {
        yield error(`${path}: EKS makes no control plane in ${zone}, which is ${id} for this account: take another.`);
      }
    }
  },
};
