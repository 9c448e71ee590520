import type { AddOnFolder, FolderFinding } from '../addon-folder.js';
import { eksAddonRoles } from '../eks-addons.js';
import type { Identity } from '../identity.js';
import { dnsLabel } from '../schema/common.js';

/** One thing that has to hold in a folder of argocd/addons/. Yields nothing where it holds. */
interface FolderRule {
  readonly name: string;
  check(folder: AddOnFolder): Iterable<FolderFinding>;
}

/** The longest that leaves room for the name of any cluster (35), and a dash, in the 64 characters of a role's name. */
const longestName = 28;

/** What the names of the cluster's other roles end with. */
export const otherRoles: readonly string[] = [
  'control-plane',
  'flow-logs',
  'image-push',
  'karpenter-node',
  'node',
  'terraform-apply',
  'terraform-plan',
  'vpc-cni',
  ...Object.values(eksAddonRoles).map(({ role }) => role),
];

export const addOnFolderRules: readonly FolderRule[] = [
  {
    name: 'addon-name',
    *check({ name, application, identity }) {
      const file = identity ? `addons/${name}/identity.yaml` : (application?.path ?? `addons/${name}`);
      if (!dnsLabel(40).safeParse(name).success) {
        const message = 'No environment can name this add-on: call its folder by at most 40 of a-z, 0-9 and dash.';
        yield { file, message };
      } else if (identity && name.length > longestName) {
        const message = `The name of an add-on with a role has at most ${longestName} characters; rename the folder.`;
        yield { file, message };
      } else if (identity && otherRoles.includes(name)) {
        yield { file, message: `The cluster has another role of the name <cluster>-${name}; rename the folder.` };
      }
    },
  },
  {
    name: 'addon-files',
    *check({ name, application, others }) {
      const known = 'application.yaml.hbs, identity.yaml and policies/<name>.json.tftpl';
      for (const { path } of others) yield { file: path, message: `Nothing reads this: an add-on has ${known}.` };
      if (!application) {
        const message = 'This file is missing: it says which chart the add-on is, and its Helm values.';
        yield { file: `addons/${name}/application.yaml.hbs`, message };
      }
    },
  },
  {
    name: 'addon-role',
    *check({ name, identity, policies }) {
      const file = `addons/${name}/identity.yaml`;
      if (identity && policies.size === 0) {
        const message = `The role of this ServiceAccount allows nothing: add ${name}/policies/${name}.json.tftpl.`;
        yield { file, path: ['serviceAccount'], message };
      }
      for (const { path } of identity ? [] : policies.values()) {
        yield { file: path, message: `No ServiceAccount gets this policy: say which one in argocd/${file}.` };
      }
    },
  },
  {
    name: 'addon-policy',
    *check({ policies }) {
      for (const [name, { path, text }] of policies) {
        if (!/^[\w+=,.@-]{1,128}$/.test(name)) {
          yield { file: path, message: 'IAM takes at most 128 letters, digits and +=,.@_- as the name of a policy.' };
        }
        if (text.trim() === '') yield { file: path, message: 'The policy is empty: it has to give a JSON document.' };
      }
    },
  },
];

/** A ServiceAccount that two add-ons claim: it can be annotated with one role only. */
export function* clashes(
  folders: readonly AddOnFolder[],
): Iterable<{ readonly folder: AddOnFolder; readonly finding: FolderFinding }> {
  const claims = new Map(
    Object.entries(eksAddonRoles).map(([name, claim]) => [subjectOf(claim), `the EKS add-on ${name}`]),
  );
  for (const folder of folders) {
    const claim = folder.identity?.value;
    if (!claim) continue;
    const subject = subjectOf(claim);
    const other = claims.get(subject);
    const message = `${subject} belongs to ${other} already: name another ServiceAccount.`;
    if (other)
      yield { folder, finding: { file: `addons/${folder.name}/identity.yaml`, path: ['serviceAccount'], message } };
    else claims.set(subject, `argocd/addons/${folder.name}`);
  }
}

const subjectOf = ({ namespace, serviceAccount }: Identity): string => `${namespace}/${serviceAccount}`;
