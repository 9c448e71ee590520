import { type FullEnvironment, fullEnvironment } from '../../../helpers/full-environment.js';

export type Edit = Partial<Record<keyof FullEnvironment, object>>;

/** What follows from one leaf of the schema. */
export interface Leaf {
  /** The value there instead of the full environment's, in the first entry of each list and map on the way. */
  readonly to: unknown;
  /** What else has to be so for the rules to take it, on both sides of the comparison. */
  readonly along?: Edit;
  /** The files below `rendered/<env>/` that change by it; a pattern with `*` stands for every file that it matches. */
  readonly changes: readonly string[];
  /** Why no file does. */
  readonly because?: string;
}

const tfvars = 'terraform/<env>.auto.tfvars';
const stateTfvars = 'terraform/state/<env>.auto.tfvars';
const backend = 'terraform/backend.tf';
const values = 'chart/values.environment.yaml';
const runbook = 'RUNBOOK.md';
const application = 'argocd/application.yaml';
const project = 'argocd/project.yaml';
const root = 'argocd/root.yaml';
const addOns = 'argocd/addon-*.yaml';
const addOn = (name: string) => `argocd/addon-${name}.yaml`;
const objectsOf = (name: string) => `argocd/${name}/objects.yaml`;

/** Those whose pods have a role in AWS, which their values name. */
const withRole = ['aws-load-balancer-controller', 'external-secrets', 'karpenter'].map(addOn);
/** Those with objects of their own, which an Application reads from this repository. */
const withObjects = ['external-secrets', 'karpenter'].map(addOn);

const leaf = (to: unknown, ...changes: readonly string[]): Leaf => ({ to, changes });
const nothing = (to: unknown, because: string): Leaf => ({ to, changes: [], because });

const ofEKSAddOns = Object.fromEntries(
  [
    'vpc-cni',
    'kube-proxy',
    'coredns',
    'eks-pod-identity-agent',
    'aws-ebs-csi-driver',
    'amazon-cloudwatch-observability',
  ].flatMap((name) => [
    [`cluster.eksAddons.${name}.version`, leaf('v9.9.9-eksbuild.9', tfvars)],
    [`cluster.eksAddons.${name}.configuration.*`, leaf('another', tfvars)],
  ]),
) as Readonly<Record<string, Leaf>>;

const [steady, cheap] = fullEnvironment.cluster.nodeGroups;

/** Every leaf of the schema, with the files that change by it. */
export const leaves: Readonly<Record<string, Leaf>> = {
  name: leaf(
    'other',
    runbook,
    addOns,
    application,
    project,
    root,
    'argocd/*/objects.yaml',
    'bootstrap/*',
    values,
    tfvars,
    stateTfvars,
  ),

  'aws.accountId': leaf('123123123123', runbook, ...withRole, values, tfvars, stateTfvars, backend),
  'aws.region': {
    to: 'eu-west-1',
    along: {
      network: { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
      exposure: { ingress: { certificateArn: 'arn:aws:acm:eu-west-1:210987654321:certificate/tls' } },
    },
    changes: [
      runbook,
      addOn('aws-load-balancer-controller'),
      addOn('karpenter'),
      objectsOf('external-secrets'),
      values,
      tfvars,
      stateTfvars,
      backend,
    ],
  },
  'aws.tags.*': leaf('another', tfvars, stateTfvars),

  'network.cidr': leaf('10.40.0.0/17', runbook, tfvars),
  'network.availabilityZones[]': leaf('eu-west-3d', runbook, tfvars),
  'network.publicSubnets[]': leaf('10.40.9.0/24', runbook, values, tfvars),
  'network.privateSubnets[]': leaf('10.40.112.0/20', runbook, values, tfvars),
  'network.natGateways': leaf('single', runbook, tfvars),
  'network.interfaceEndpoints[]': leaf('logs', runbook, tfvars),
  'network.flowLogRetentionDays': leaf(60, tfvars),
  'network.peeredWith[]': nothing('dev', 'a rule compares ranges by it; who peers VPCs does it elsewhere'),

  'cluster.name': leaf(
    'another-cluster',
    runbook,
    ...withRole,
    objectsOf('karpenter'),
    values,
    tfvars,
    stateTfvars,
    backend,
  ),
  'cluster.version': leaf('1.35', runbook, tfvars),
  'cluster.deletionProtection': leaf(false, runbook, tfvars, stateTfvars),
  'cluster.publicAccess': leaf(false, runbook, tfvars),
  'cluster.publicAccessCidrs[]': leaf('198.51.100.0/25', runbook, tfvars),
  'cluster.accessEntries[].principalArn': leaf('arn:aws:iam::210987654321:role/others', tfvars),
  'cluster.accessEntries[].access': leaf('viewer', tfvars),
  'cluster.logRetentionDays': leaf(150, runbook, tfvars),
  'cluster.nodeGroups[].name': leaf('calm', runbook, tfvars),
  'cluster.nodeGroups[].instanceTypes[]': leaf('m7i.large', runbook, tfvars),
  'cluster.nodeGroups[].capacity': leaf('spot', runbook, tfvars),
  'cluster.nodeGroups[].min': leaf(4, runbook, tfvars),
  'cluster.nodeGroups[].max': leaf(10, runbook, tfvars),
  'cluster.nodeGroups[].diskSizeGiB': leaf(61, tfvars),
  'cluster.nodeGroups[].amiType': leaf('BOTTLEROCKET_x86_64', tfvars),
  'cluster.nodeGroups[].labels.*': leaf('another', tfvars),
  'cluster.nodeGroups[].taints[].key': leaf('example.com/other', tfvars),
  'cluster.nodeGroups[].taints[].value': leaf('another', tfvars),
  'cluster.nodeGroups[].taints[].effect': {
    to: 'NoExecute',
    along: { cluster: { nodeGroups: [steady, { ...cheap, taints: [] }] } },
    changes: [runbook, tfvars],
  },
  ...ofEKSAddOns,

  'workload.namespace': leaf('others', runbook, application, objectsOf('external-secrets'), project, values, tfvars),
  'workload.name': leaf('other-api', runbook, application, values, tfvars),
  'workload.chartVersion': nothing('0.2.0', 'it chooses which chart is copied: see plan/chart-pin'),
  'workload.roleName': leaf('other-role', runbook, values, tfvars),
  'workload.image.repository': leaf('other-image', runbook, values, tfvars),
  'workload.image.tag': leaf('2.7.2', runbook, values),
  'workload.image.digest': leaf(`sha256:${'0'.repeat(64)}`, runbook, values),
  'workload.replicas.min': leaf(5, runbook, values),
  'workload.replicas.max': leaf(7, runbook, values),
  'workload.replicas.targetCPUUtilization': leaf(66, runbook, values),
  'workload.replicas.targetMemoryUtilization': leaf(76, runbook, values),
  'workload.replicas.scaleDownStabilizationSeconds': leaf(241, runbook, values),
  'workload.resources.requests.cpu': leaf('190m', runbook, values),
  'workload.resources.requests.memory': leaf('290Mi', runbook, values),
  'workload.resources.requests.ephemeralStorage': leaf('390Mi', values),
  'workload.resources.limits.cpu': leaf('690m', values),
  'workload.resources.limits.memory': leaf('590Mi', runbook, values),
  'workload.resources.limits.ephemeralStorage': leaf('790Mi', values),
  'workload.quota.requests.cpu': leaf('5', runbook, values),
  'workload.quota.requests.memory': leaf('7Gi', runbook, values),
  'workload.quota.requests.ephemeralStorage': leaf('11Gi', values),
  'workload.quota.limits.cpu': leaf('14', values),
  'workload.quota.limits.memory': leaf('13Gi', values),
  'workload.quota.limits.ephemeralStorage': leaf('17Gi', values),
  'workload.quota.pods': leaf(22, runbook, values),
  'workload.config.*': leaf(4321, values),
  'workload.secrets[].name': leaf('other-url', runbook, values, tfvars),
  'workload.secrets[].variable': leaf('OTHER_URL', values),
  'workload.secretRecoveryDays': leaf(15, runbook, tfvars),
  'workload.egress[].cidr': leaf('10.41.6.0/24', values),
  'workload.egress[].port': leaf(5433, values),
  'workload.model.bucket': leaf('other-models', runbook, values, tfvars),
  'workload.model.key': leaf('forecasts/model-8.onnx', runbook, values, tfvars),
  'workload.model.sha256': leaf('f'.repeat(64), runbook, values),
  'workload.model.sizeLimit': leaf('129Mi', values),
  'workload.model.kmsKeyArn': leaf('arn:aws:kms:eu-west-3:210987654321:key/other', tfvars),

  'exposure.loadBalancer.enabled': leaf(false, runbook, values, tfvars),
  'exposure.loadBalancer.scheme': leaf('internal', runbook, values),
  'exposure.loadBalancer.sourceCidrs[]': leaf('203.0.113.0/26', runbook, values),
  'exposure.ingress.enabled': leaf(false, runbook, project, values, tfvars),
  'exposure.ingress.scheme': leaf('internet-facing', runbook, values),
  'exposure.ingress.host': leaf('other.example.org', runbook, values),
  'exposure.ingress.certificateArn': leaf('arn:aws:acm:eu-west-3:210987654321:certificate/other', values),
  'exposure.ingress.sourceCidrs[]': leaf('10.44.0.0/16', runbook, values),

  'observability.containerInsights': leaf(false, runbook, tfvars),
  'observability.logRetentionDays': leaf(545, runbook, tfvars),
  'observability.alarmEmails[]': leaf('others@example.org', runbook, tfvars),
  'observability.availabilityObjective': leaf(99.8, runbook, values),
  'observability.latencyObjectiveSeconds': leaf(1, runbook, values),
  'observability.budget.monthlyUSD': leaf(778, runbook, tfvars),
  'observability.budget.emails[]': leaf('others@example.org', runbook, tfvars),

  'addons.*.enabled': leaf(false, runbook, addOn('argo-cd'), 'bootstrap/argo-cd-values.yaml'),
  'addons.*.version': leaf('10.1.3', runbook, addOn('argo-cd')),
  'addons.*.values.*': leaf({ a: 'another' }, addOn('argo-cd'), 'bootstrap/argo-cd-values.yaml'),

  'gitops.repoURL': leaf(
    'https://git.example.org/others/ops.git',
    runbook,
    ...withObjects,
    application,
    project,
    root,
    values,
    tfvars,
  ),
  'gitops.targetRevision': leaf('release/4', runbook, ...withObjects, application, root, values, tfvars),
  'gitops.destinationCluster': leaf('full-eks', runbook, addOns, application, project, 'bootstrap/argo-cd-values.yaml'),
  'gitops.autoSync.enabled': leaf(false, runbook, addOns, application, root),
  'gitops.autoSync.prune': leaf(true, addOns, application, root),
  'gitops.autoSync.selfHeal': leaf(false, runbook, addOns, application, root),
  'gitops.cascadeDelete': leaf(false, addOn('kube-prometheus-stack'), addOn('metrics-server'), application),
  'gitops.confirmDeletion': leaf(false, runbook, addOns, application, project, values),
  'gitops.syncWindows[].kind': leaf('allow', addOns, project, root),
  'gitops.syncWindows[].schedule': leaf('16 22 * * 5', addOns, project, root),
  'gitops.syncWindows[].duration': leaf('2h45m', addOns, project, root),
  'gitops.syncWindows[].timeZone': leaf('Europe/Lisbon', addOns, project, root),
  'gitops.syncWindows[].manualSync': leaf(false, addOns, project, root),
  'gitops.notifications[].trigger': leaf('on-deployed', application),
  'gitops.notifications[].service': leaf('email', application),
  'gitops.notifications[].recipient': leaf('#others', application),

  'pipeline.githubRepository': leaf('acme/other', runbook, tfvars),
  'pipeline.branch': leaf('other', runbook, tfvars),
  'pipeline.createOidcProvider': leaf(false, tfvars),
};
