import * as z from 'zod';
import { arn, cidr, dnsLabel, labelKey, labelValue, logRetentionDays } from './common.js';
import { karpenterPools } from './karpenter.js';

const kubernetesVersion = z.string().regex(/^1\.[0-9]{2}$/, 'must be a Kubernetes version in quotes, such as "1.35"');

const taint = z.strictObject({
  key: labelKey,
  value: labelValue.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

/** Most nodes of a managed node group. Source: EKS's service quotas. */
export const mostNodesOfGroup = 450;

const nodeGroup = z.strictObject({
  name: dnsLabel(30).describe('Name of the managed node group.'),
  instanceTypes: z
    .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'must be an instance type such as t3.medium'))
    .min(1)
    .max(20)
    .describe('Instance types of the same size; spot wants several.'),
  capacity: z.enum(['on-demand', 'spot']).describe('spot is cheaper and can be taken back with two minutes of notice.'),
  min: z.int().min(0).max(mostNodesOfGroup).describe('Fewest nodes.'),
  max: z.int().min(1).max(mostNodesOfGroup).describe('Most nodes.'),
  diskSizeGiB: z.int().min(20).max(16384).default(50).describe('Size of the encrypted gp3 root volume.'),
  amiType: z
    .enum(['AL2023_x86_64_STANDARD', 'AL2023_ARM_64_STANDARD', 'BOTTLEROCKET_x86_64', 'BOTTLEROCKET_ARM_64'])
    .default('AL2023_x86_64_STANDARD')
    .describe('The image family of the nodes.'),
  amiRelease: z
    .string()
    .regex(
      /^(newest|[0-9]+\.[0-9]+\.[0-9]+-[0-9]{8}|[0-9]+\.[0-9]+\.[0-9]+-[0-9a-f]{8})$/,
      'must be one release such as 1.35.7-20260903, or 1.65.0-0be31b34 of Bottlerocket, or newest',
    )
    .optional()
    .describe(
      "Release of the image. Another one replaces the nodes, a third of them at a time. newest: AWS's at each apply. " +
        "Left out, EKS's newest when the group is made, and that one until the Kubernetes version changes.",
    ),
  zones: z
    .union([z.enum(['each', 'all']), z.array(z.string()).min(1)])
    .default('each')
    .describe(
      'each: EKS gets a group for each zone, and min and max are divided among them. A volume stays in its zone, and ' +
        'so a new node can come where the volume of a pod is. all, or a list: one group over these zones.',
    ),
  labels: z.record(labelKey, labelValue).default({}).describe('Node labels.'),
  taints: z.array(taint).default([]).describe('Node taints. At least one node group must have none.'),
});

const eksAddon = z.strictObject({
  version: z
    .string()
    .regex(
      /^(default|most-recent|v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+)$/,
      'must be default, most-recent or one exact version such as v1.20.4-eksbuild.2',
    )
    .describe(
      'default: what EKS installs with this Kubernetes version; most-recent: the newest; ' +
        'or one exact version such as v1.20.4-eksbuild.2.',
    ),
  configuration: z
    .record(z.string(), z.json())
    .default({})
    .describe("Merged over the add-on's configuration values that this project sets."),
});

/** When every pod should have a node. */
export const momentsThatFit = ['minimum', 'maximum', 'rollout'] as const;

export const eksAddons = [
  'vpc-cni',
  'kube-proxy',
  'coredns',
  'eks-pod-identity-agent',
  'aws-ebs-csi-driver',
  'amazon-cloudwatch-observability',
] as const;

const newCluster = z
  .strictObject({
    name: dnsLabel(35).describe(
      'Name of the EKS cluster; the names of its roles, secrets and log groups start with it.',
    ),
    version: kubernetesVersion.describe('Kubernetes minor version.'),
    deletionProtection: z.boolean().describe('EKS refuses to delete the cluster while this is true.'),
    publicAccess: z
      .boolean()
      .describe('Whether the API endpoint is reachable from outside the VPC. The private endpoint always is on.'),
    publicAccessCidrs: z.array(cidr).describe('Who may reach the public endpoint.'),
    serviceCidr: cidr
      .optional()
      .describe(
        'Addresses of Services, which hide the same addresses outside. Left out, EKS takes 172.20.0.0/16 or ' +
          "10.100.0.0/16, whichever isn't the VPC's. Another one makes the cluster again.",
      ),
    accessEntries: z
      .array(
        z.strictObject({
          principalArn: arn('iam:', 'arn:aws:iam::111122223333:role/platform-admin'),
          access: z.enum(['admin', 'viewer']),
        }),
      )
      .describe('Who may use the Kubernetes API, by IAM principal. Nobody else may, the creator included.'),
    logRetentionDays: logRetentionDays.describe('How long control-plane logs are kept.'),
    nodeGroups: z.array(nodeGroup).min(1).max(20).describe('Managed node groups.'),
    podsMayWait: z
      .array(z.enum(momentsThatFit))
      .default([])
      .describe(
        'When pods may be without a node, which `validate` refuses otherwise: minimum and maximum of all replicas, ' +
          'or a rollout at the maximum.',
      ),
    karpenterPools,
    eksAddons: z
      .strictObject({
        'vpc-cni': eksAddon,
        'kube-proxy': eksAddon,
        coredns: eksAddon,
        'eks-pod-identity-agent': eksAddon,
        'aws-ebs-csi-driver': eksAddon.describe('Installed with kube-prometheus-stack, which needs a volume.'),
        'amazon-cloudwatch-observability': eksAddon.describe('Installed with containerInsights.'),
      })
      .describe("EKS's own add-ons, installed by Terraform in the order that nodes need."),
  })
  .describe('An EKS cluster that Terraform makes.');

const existingCluster = z
  .strictObject({
    existing: z
      .strictObject({
        name: z
          .string()
          .max(100)
          .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'must be the name of an EKS cluster such as platform-prod')
          .describe('Name of the cluster in EKS.'),
        oidcIssuer: z
          .string()
          .max(255)
          .regex(
            /^https:\/\/[a-z0-9.-]+\/id\/[A-Za-z0-9]+$/,
            'must be the URL that `aws eks describe-cluster --query cluster.identity.oidc.issuer` gives',
          )
          .describe('Issuer of the tokens of its ServiceAccounts. IAM has to know it as a provider.'),
        version: kubernetesVersion
          .optional()
          .describe('Its Kubernetes version. Left out, the newest that is known here.'),
      })
      .describe('A cluster that is there. Terraform makes what workloads have in AWS, and nothing of the cluster.'),
    deletionProtection: z
      .boolean()
      .default(false)
      .describe("Whether the registry and Terraform's state can be deleted only after this was switched off."),
  })
  .describe('An EKS cluster that is there.');

/** The fields of a cluster that Terraform makes: in one file they exclude `existing`. */
export const newClusterKeys: ReadonlySet<string> = new Set(
  Object.keys(newCluster.shape).filter((key) => !Object.hasOwn(existingCluster.shape, key)),
);

export const cluster = z
  .union([newCluster, existingCluster])
  .describe('The EKS cluster: one that Terraform makes, or one that exists.');
