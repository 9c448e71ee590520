import { minorOf } from '../cluster.js';
import { cronMistake } from '../cron.js';
import { standardSupportUntil, versionsKnownOn } from '../data/kubernetes.js';
import { managedGroupsOf } from '../node-groups.js';
import type { Environment } from '../resolve.js';
import { type Rule, repeated } from './rule.js';

/** EKS takes no more ranges of clients: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const mostPublicCidrs = 40;

const arm = /^[a-z]+[0-9]+[a-z-]*g[a-z-]*\./;

/** Instance families without the Nitro system: prefix delegation (a /28 of addresses for pods) doesn't work on them. */
const beforeNitro = /^(t1|t2|m1|m2|m3|m4|c1|c3|c4|r3|r4|i2|d2|h1|x1|x1e|p2|p3|g2|g3|g3s|f1)\./;

/** Such as 1.35.7-20260903. A commit of Bottlerocket's may have digits alone, but hardly those of a day. */
const isDay = /-20[2-9][0-9](0[1-9]|1[0-2])[0-3][0-9]$/;

/**
 * Managed node groups that a cluster may have.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
 */
const usualGroups = 30;

type NodeGroup = Environment['cluster']['nodeGroups'][number];

function architectureOf({ amiType }: NodeGroup): 'arm64' | 'x86_64' {
  return /arm/i.test(amiType) ? 'arm64' : 'x86_64';
}

export const clusterRules: readonly Rule[] = [
  {
    name: 'kubernetes-version',
    *check({ cluster }) {
      const path = ['cluster', 'version'];
      const known = Object.keys(standardSupportUntil);
      if (known.includes(cluster.version)) return;
      if (minorOf(cluster.version) > Math.max(...known.map(minorOf))) {
        const message =
          `Kubernetes ${cluster.version} is newer than what was known on ${versionsKnownOn}: ` +
          'make sure that EKS has it, and that the add-ons work with it.';
        yield { severity: 'warning', path, message };
      } else {
        const newest = known.slice(1).join(' or ');
        yield { path, message: `EKS has no standard support for Kubernetes ${cluster.version}: use ${newest}.` };
      }
    },
  },
  {
    name: 'api-reachable',
    *check({ cluster }) {
      const path = ['cluster', 'publicAccessCidrs'];
      if (cluster.publicAccess && cluster.publicAccessCidrs.length === 0) {
        yield {
          path,
          message:
            'The public endpoint is on and nobody may reach it: ' +
            'list who may, such as [203.0.113.0/24], or set publicAccess to false.',
        };
      }
      if (cluster.publicAccessCidrs.length > mostPublicCidrs) {
        const count = cluster.publicAccessCidrs.length;
        yield { path, message: `${count} ranges: EKS takes at most ${mostPublicCidrs}. Join neighbours.` };
      }
      for (const [index, cidr] of cluster.publicAccessCidrs.entries()) {
        if (cidr.endsWith('/0'))
          yield {
            severity: 'warning',
            path: [...path, index],
            message: 'The whole internet may reach the Kubernetes API.',
          };
      }
    },
  },
  {
    name: 'access-entries',
    *check({ cluster, aws }) {
      const path = ['cluster', 'accessEntries'];
      if (cluster.accessEntries.length === 0) {
        const message =
          'Nobody may use the Kubernetes API, the creator included: list an IAM principal with access: admin.';
        yield { path, message };
      }
      for (const { index, value } of repeated(cluster.accessEntries, ({ principalArn }) => principalArn)) {
        yield { path: [...path, index, 'principalArn'], message: `${value} is listed twice.` };
      }
      for (const [index, { principalArn }] of cluster.accessEntries.entries()) {
        if (principalArn.split(':')[4] === aws.accountId) continue;
        yield {
          severity: 'warning',
          path: [...path, index, 'principalArn'],
          message: `This principal is not in the account ${aws.accountId}.`,
        };
      }
    },
  },
  {
    name: 'node-groups',
    *check({ cluster }) {
      const path = ['cluster', 'nodeGroups'];
      for (const { index, value } of repeated(cluster.nodeGroups, ({ name }) => name)) {
        yield { path: [...path, index, 'name'], message: `Two node groups are called ${value}.` };
      }
      for (const [index, group] of cluster.nodeGroups.entries()) {
        if (group.min > group.max)
          yield {
            path: [...path, index, 'min'],
            message: `min is ${group.min} and max is ${group.max}: min must not be larger.`,
          };
        if (group.capacity === 'spot' && group.instanceTypes.length < 2) {
          yield {
            severity: 'warning',
            path: [...path, index, 'instanceTypes'],
            message: 'Spot with one instance type is interrupted all at once: list several of the same size.',
          };
        }
        const sizes = new Set(group.instanceTypes.map((type) => type.split('.')[1]));
        if (sizes.size > 1)
          yield {
            severity: 'warning',
            path: [...path, index, 'instanceTypes'],
            message: 'The instance types differ in size: the autoscaler takes them for the same.',
          };
      }
      if (cluster.nodeGroups.every(({ taints }) => taints.some(({ effect }) => effect !== 'PreferNoSchedule'))) {
        yield {
          path: [...path, 0, 'taints'],
          message: 'Every node group is tainted: the system pods would find no node.',
        };
      }
    },
  },
  {
    name: 'node-groups-by-zone',
    *check({ cluster, network }) {
      const path = ['cluster', 'nodeGroups'];
      const inEks = cluster.nodeGroups.flatMap((group, index) =>
        managedGroupsOf(group, network.availabilityZones).map(({ name }) => ({ name, index })),
      );
      for (const { value } of repeated(inEks, ({ name }) => name)) {
        const [first, second] = inEks.filter(({ name }) => name === value).map(({ index }) => index);
        if (cluster.nodeGroups[first ?? 0]?.name === cluster.nodeGroups[second ?? 0]?.name) continue;
        const message =
          `EKS would get two node groups called ${value}: a group that is in each zone has the zone's letter after ` +
          'its name.';
        yield { path: [...path, second ?? 0, 'name'], message };
      }
      if (inEks.length > usualGroups) {
        const message =
          `EKS gets ${inEks.length} node groups, one for each zone: a cluster may have ${usualGroups} unless AWS ` +
          'raised the quota. A group with zones: all is one.';
        yield { severity: 'warning', path, message };
      }
    },
  },
  {
    name: 'prefix-delegation',
    *check({ cluster }) {
      for (const [index, { instanceTypes }] of cluster.nodeGroups.entries()) {
        for (const [position, type] of instanceTypes.entries()) {
          if (!beforeNitro.test(type)) continue;
          const message =
            `${type} is older than the Nitro system, which pods need here for their addresses ` +
            '(prefix delegation): use a newer family.';
          yield { path: ['cluster', 'nodeGroups', index, 'instanceTypes', position], message };
        }
      }
    },
  },
  {
    name: 'node-zones',
    *check({ cluster, network }) {
      for (const [index, { zones }] of cluster.nodeGroups.entries()) {
        if (typeof zones === 'string') continue;
        for (const [position, zone] of zones.entries()) {
          if (network.availabilityZones.includes(zone)) continue;
          const message = `The private subnets are in ${network.availabilityZones.join(', ')}, none in ${zone}.`;
          yield { path: ['cluster', 'nodeGroups', index, 'zones', position], message };
        }
      }
    },
  },
  {
    name: 'image-release',
    *check({ cluster }) {
      for (const [index, { amiType, amiRelease }] of cluster.nodeGroups.entries()) {
        if (amiRelease === undefined || amiRelease === 'newest') continue;
        const path = ['cluster', 'nodeGroups', index, 'amiRelease'];
        const isBottlerocket = amiType.startsWith('BOTTLEROCKET');
        if (isDay.test(amiRelease) === isBottlerocket) {
          const example = isBottlerocket ? '1.65.0-0be31b34' : `${cluster.version}.7-20260903`;
          yield { path, message: `This is no release of ${amiType}: write one such as ${example}.` };
        } else if (!isBottlerocket && !amiRelease.startsWith(`${cluster.version}.`)) {
          yield {
            path,
            message: `The image is for Kubernetes ${amiRelease}, and the cluster's is ${cluster.version}.`,
          };
        }
      }
    },
  },
  {
    name: 'karpenter-budgets',
    *check({ cluster }) {
      for (const [pool, { disruptionBudgets }] of Object.entries(cluster.karpenterPools)) {
        for (const [index, { schedule, duration }] of disruptionBudgets.entries()) {
          const path = ['cluster', 'karpenterPools', pool, 'disruptionBudgets', index];
          if ((schedule === undefined) !== (duration === undefined)) {
            yield {
              path,
              message: 'A schedule needs a duration, and a duration a schedule: Karpenter refuses one alone.',
            };
          }
          const mistake = schedule === undefined ? undefined : cronMistake(schedule);
          if (mistake) yield { path: [...path, 'schedule'], message: `${schedule} is no schedule: ${mistake}.` };
        }
      }
    },
  },
  {
    name: 'node-labels',
    *check({ cluster }) {
      for (const [index, { labels }] of cluster.nodeGroups.entries()) {
        for (const key of Object.keys(labels)) {
          if (!/(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(key)) continue;
          const message = `${key} lies in a domain that Kubernetes or EKS keeps for itself: use one of your own.`;
          yield { path: ['cluster', 'nodeGroups', index, 'labels', key], atKey: true, message };
        }
      }
    },
  },
  {
    name: 'node-architecture',
    *check({ cluster }) {
      for (const [index, group] of cluster.nodeGroups.entries()) {
        for (const [position, type] of group.instanceTypes.entries()) {
          const architecture = arm.test(type) ? 'arm64' : 'x86_64';
          if (architecture === architectureOf(group)) continue;
          const message = `${type} is ${architecture} and amiType ${group.amiType} is not.`;
          yield { path: ['cluster', 'nodeGroups', index, 'instanceTypes', position], message };
        }
      }
    },
  },
];
