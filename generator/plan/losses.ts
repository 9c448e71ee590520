/** What an identity stands for, and what happens when it goes: by the first word of the identity. */
const consequences: Readonly<Record<string, string>> = {
  Cluster: 'the cluster is made again, with everything in it',
  Version: 'EKS takes one minor version at a time, and none back: only a cluster that is made again can have it',
  ServiceRange: 'the cluster is made again, with everything in it',
  TerraformRoot: 'Terraform no longer finds what it made: AWS keeps it, and it costs money',
  Vpc: 'the network is made again, with everything in it: the cluster, load balancers, addresses',
  Subnet: 'it is made again; nodes and network interfaces in it have to go first',
  NodeGroup: 'its nodes are drained, and end',
  Namespace: 'everything in it is deleted',
  Role: 'pods that use it lose their rights until they are replaced',
  Repository: 'its images are deleted',
  Secret: 'its value is deleted after the recovery window, and pods wait for it',
  LoadBalancer: 'clients lose its address',
  Ingress: 'clients lose its address',
  Application: 'Argo CD deletes its objects, or leaves them without an owner',
};

/** Something real that would be deleted or replaced. */
export interface Loss {
  readonly environment: string;
  /** Such as `Secret ml-inference-prod-cluster/ml-inference/API_KEYS`. */
  readonly identity: string;
  /** Whether the environment's file is gone. */
  readonly isAbandoned: boolean;
}

const kindOf = (identity: string): string => identity.split(' ')[0] ?? '';

/** What happens when something is lost, as half a sentence; undefined where that goes without saying. */
export const consequenceOfLoss = (identity: string): string | undefined => consequences[kindOf(identity)];

/** One line about a loss, such as `Secret a/b (prod): its value is deleted …`. */
export function lossText({ environment, identity }: Loss): string {
  const consequence = consequenceOfLoss(identity);
  return `${identity} (${environment})${consequence === undefined ? '' : `: ${consequence}`}`;
}

/** What somebody agreed to lose: all of an environment, or one kind of it. */
export interface Approval {
  readonly environment: string;
  readonly kind: string | undefined;
}

const kinds = [...Object.keys(consequences), 'AppProject'];

/** Reads `prod` or `prod:Secret`; undefined for anything else. */
export function approvalOf(text: string): Approval | undefined {
  const [environment = '', kind, ...rest] = text.split(':');
  if (environment === '' || rest.length > 0 || (kind !== undefined && !kinds.includes(kind))) return undefined;
  return { environment, kind };
}

export const approvableKinds = kinds.join(', ');

/** Leaves out the losses that somebody agreed to. */
export const unapproved = (losses: readonly Loss[], approvals: readonly Approval[]): Loss[] =>
  losses.filter(
    ({ environment, identity }) =>
      !approvals.some(
        (approval) => approval.environment === environment && (approval.kind ?? kindOf(identity)) === kindOf(identity),
      ),
  );
