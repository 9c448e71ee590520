import * as z from 'zod';
import { arn, dnsLabel } from './common.js';

const syncWindow = z.strictObject({
  kind: z.enum(['allow', 'deny']).describe('An allow window denies everything outside it.'),
  schedule: z
    .string()
    .max(100)
    .regex(/^\S+( \S+){4}$/, 'must be a cron expression with five fields, such as "0 22 * * *"')
    .describe('Start, as a cron expression.'),
  duration: z
    .string()
    .regex(/^([0-9]+[hm])+$/, 'must be a duration such as 1h30m')
    .describe('Length.'),
  timeZone: z
    .string()
    .max(64)
    .regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, 'must be a time zone such as Australia/Sydney')
    .default('UTC'),
  manualSync: z.boolean().default(true).describe('Whether a person may sync by hand all the same.'),
});

const notification = z.strictObject({
  trigger: z.enum([
    'on-deployed',
    'on-health-degraded',
    'on-sync-failed',
    'on-sync-running',
    'on-sync-status-unknown',
    'on-sync-succeeded',
  ]),
  service: dnsLabel(40).describe('Notification service configured in Argo CD, such as slack.'),
  recipient: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[A-Za-z0-9#@._;+-]+$/, 'must be a channel or an address'),
});

export const gitops = z
  .strictObject({
    repoURL: z
      .string()
      .max(512)
      .regex(
        /^(https:\/\/[A-Za-z0-9.-]+(:[0-9]+)?\/\S+|ssh:\/\/\S+@\S+|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:\S+|file:\/\/\/\S+)$/,
        'must be the URL of a git repository such as https://github.com/example/inference-gitops.git',
      )
      .describe('This repository, as Argo CD reaches it.'),
    targetRevision: z
      .string()
      .min(1)
      .max(250)
      .regex(/^[A-Za-z0-9._/-]+$/, 'must be a branch, refs/tags/<tag> or a commit')
      .describe('Branch, tag or commit that Argo CD follows.'),
    destinationCluster: z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9._-]+$/, 'must be in-cluster or the name of a cluster in Argo CD')
      .describe(
        'in-cluster when the cluster runs its own Argo CD; else the name by which a hub that manages several knows it.',
      ),
    hubRoleArn: arn('iam:', 'arn:aws:iam::111122223333:role/argocd-hub')
      .optional()
      .describe("IAM role of a hub's Argo CD. Terraform gives it an access entry of this cluster."),
    existing: z
      .strictObject({
        namespace: dnsLabel().describe('Namespace in which Applications of this environment may be.'),
        project: z
          .string()
          .max(63)
          .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be the name of an AppProject')
          .describe('AppProject that its admins have made for it.'),
      })
      .optional()
      .describe("Somebody's Argo CD, in which this environment is a guest: it makes Applications and no project."),
    autoSync: z.strictObject({
      enabled: z.boolean().describe('Whether a commit is synced by itself.'),
      prune: z.boolean().describe('Whether what left git is deleted from the cluster.'),
      selfHeal: z.boolean().describe('Whether changes made in the cluster are undone.'),
    }),
    cascadeDelete: z.boolean().describe('Whether deleting the workload Application deletes its objects.'),
    confirmDeletion: z
      .boolean()
      .describe('Whether Argo CD asks a person before it prunes or deletes the namespace and the load balancer.'),
    syncWindows: z.array(syncWindow).describe('When syncs may happen. None: always.'),
    notifications: z.array(notification).describe('Who is told of syncs.'),
  })
  .describe('How Argo CD follows this repository.');

const githubId = z.string().regex(/^[1-9][0-9]{0,19}$/, 'must be a number in quotes, such as "1296269"');

const ownPolicy = arn('iam:', 'arn:aws:iam::111122223333:policy/platform/own');

export const pipeline = z
  .strictObject({
    githubRepository: z
      .string()
      .regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, 'must be owner/name')
      .describe('GitHub repository whose workflow may act.'),
    githubIds: z
      .strictObject({ owner: githubId, repository: githubId })
      .optional()
      .describe(
        "GitHub's numbers of the owner and the repository. Tokens of repositories that were made, renamed or moved " +
          'after 2026-07-15 name them: gh api repos/OWNER/NAME --jq .owner.id,.id',
      ),
    branch: z
      .string()
      .regex(/^[A-Za-z0-9._/-]+$/, 'must be a branch')
      .describe('The only branch that may.'),
    createOidcProvider: z
      .boolean()
      .default(true)
      .describe("Whether the account still needs GitHub's OIDC provider: it can hold only one."),
    terraform: z
      .strictObject({
        planPolicies: z
          .array(ownPolicy)
          .default([])
          .describe('IAM policies of your own for plans: what they may read of your own Terraform.'),
        applyPolicies: z
          .array(ownPolicy)
          .default([])
          .describe('IAM policies of your own for applies: what they may change of your own Terraform.'),
      })
      .optional()
      .describe('Lets workflows plan this Terraform for pull requests, and apply it from the branch.'),
  })
  .describe("Roles that let this repository's workflows push images, and run Terraform, without stored keys.");
