import { DescribeInstanceTypeOfferingsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { managedGroupsOf } from '../../environment/node-groups.js';
import type { Environment } from '../../environment/resolve.js';
import { error, type Finding, note, type Question } from './question.js';

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
    const isOffered: IsOffered = (type, zone) => offered.has(`${type} ${zone}`);
    for (const [index, group] of cluster.nodeGroups.entries()) {
      const path = `cluster.nodeGroups[${index}]`;
      const inEks = managedGroupsOf(group, network.availabilityZones);
      const groups = inEks.map(({ zones }) => zones ?? network.availabilityZones);
      yield* typesMissing(group, groups.flat(), { path, isOffered });
      if (groups.length > 1) yield* groupsWithoutTypes(group, groups, { path, isOffered });
    }
  },
};

type IsOffered = (type: string, zone: string) => boolean;
type NodeGroup = Environment['cluster']['nodeGroups'][number];

interface Asked {
  readonly path: string;
  readonly isOffered: IsOffered;
}

function* typesMissing(
  { instanceTypes: types }: NodeGroup,
  zones: readonly string[],
  { path, isOffered }: Asked,
): Generator<Finding> {
  for (const type of types) {
    const missing = zones.filter((zone) => !isOffered(type, zone));
    if (missing.length === 0) continue;
    const message = `${path}.instanceTypes: ${type} isn't offered in ${missing.join(', ')}`;
    yield missing.length === zones.length
      ? error(`${message}: take another.`)
      : note(`${message}: nodes of it come in the other zones only.`);
  }
}

/** EKS refuses a group whose types its zones don't have. */
function* groupsWithoutTypes(
  { instanceTypes: types }: NodeGroup,
  groups: readonly (readonly string[])[],
  { path, isOffered }: Asked,
): Generator<Finding> {
  for (const zones of groups) {
    if (types.some((type) => zones.some((zone) => isOffered(type, zone)))) continue;
    const others = groups.flat().filter((zone) => types.some((type) => isOffered(type, zone)));
    if (others.length === 0) continue;
    yield error(`${path}: ${zones.join(', ')} offers none of its types: write zones: [${others.join(', ')}].`);
  }
}
