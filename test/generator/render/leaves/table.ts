import { fullEnvironment } from '../../../helpers/full-environment.js';

/** What follows from one leaf of the schema. */
export interface Leaf {
  /** The value there instead of the full environment's, in the first entry of each list and map on the way. */
  readonly to: unknown;
  /** What else has to be so for the rules to take it, on both sides of the comparison; null takes a key away. */
  readonly along?: object;
  /** The files below `rendered/<env>/` that change by it; a pattern with `*` stands for every file that it matches. */
  readonly changes: readonly string[];
  /** Why no file does. */
  readonly because?: string;
}

const tfvars = 'terraform/<env>.auto.tfvars';
const stateTfvars = 'terraform/state/<env>.auto.tfvars';
const backend = 'terraform/backend.tf';
const values = 'workloads/forecaster/chart/values.environment.yaml';
const runbook = 'RUNBOOK.md';
const application = 'argocd/workload-forecaster-application.yaml';
const project = 'argocd/workload-forecaster-project.yaml';
const root = 'argocd/root.yaml';
const addOns = 'argocd/addon-*.yaml';
const addOn = (name: string) => `argocd/addon-${name}.yaml`;
const objectsOf = (name: string) => `argocd/${name}/objects.yaml`;

/** Those whose pods have a role in AWS, which their values name. */
const withRole = ['aws-load-balancer-controller', 'external-secrets', 'karpenter', 'kube-prometheus-stack'].map(addOn);
/** Those with objects of their own, which an Application reads from this repository. */
const withObjects = ['external-secrets', 'karpenter'].map(addOn);

const leaf = (to: unknown, ...changes: readonly string[]): Leaf => ({ to, changes });
const nothing = (to: unknown, because: string): Leaf => ({ to, changes: [], because });

/** In somebody's Argo CD, where sync windows are its admins'. */
const guest = { gitops: { existing: { namespace: 'team', project: 'ml' }, syncWindows: [] } };
const forAdmins = 'bootstrap/project.yaml';

/** The first secret, which others stand beside. */
const withSecret = (source: object) => ({
  workloads: { forecaster: { secrets: [{ ...source, variable: 'PGPASSWORD' }] } },
});
const sharedKey = 'arn:aws:kms:eu-west-3:444455556666:key/shared';

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

/** A VPC that exists instead of the new one; mergeFiles leaves out the fields of a new one. */
const existing = {
  network: {
    existing: {
      vpcId: 'vpc-0a0a0a0a',
      cidr: '10.40.0.0/16',
      privateSubnets: [
        { id: 'subnet-0a1a', zone: 'eu-west-3a', cidr: '10.40.64.0/20' },
        { id: 'subnet-0b1b', zone: 'eu-west-3b', cidr: '10.40.80.0/20' },
        { id: 'subnet-0b2b', zone: 'eu-west-3b', cidr: '10.40.96.0/20' },
      ],
      publicSubnets: [
        { id: 'subnet-0a2a', zone: 'eu-west-3a', cidr: '10.40.1.0/24' },
        { id: 'subnet-0c1c', zone: 'eu-west-3c', cidr: '10.40.2.0/24' },
      ],
    },
  },
};
const ofExisting = (to: unknown, ...changes: readonly string[]): Leaf => ({ to, along: existing, changes });

/** A cluster that exists, in a VPC that exists; Karpenter's pools are its owner's then. */
const existingCluster = {
  ...existing,
  cluster: {
    existing: { name: 'platform', oidcIssuer: 'https://oidc.eks.eu-west-3.amazonaws.com/id/0A1B', version: '1.35' },
    deletionProtection: true,
  },
};
const ofExistingCluster = (to: unknown, ...changes: readonly string[]): Leaf => ({
  to,
  along: existingCluster,
  changes,
});

/** A pipeline that runs Terraform goes nowhere else to do so. */
const terraformOfPipeline = (policies: object) => ({
  aws: { assumeRoleArn: null },
  pipeline: { terraform: { planPolicies: [], applyPolicies: [], ...policies } },
});

/** The registry of another account; the pipeline's role can't be here then. */
const elsewhere = { registry: { accountId: '999900001111', region: 'eu-north-1' }, pipeline: null };

const onNodes = (nodes: object) => ({ workloads: { forecaster: { pod: { nodes } } } });

/** What pods have beside the service reaches the chart alone, and the runbook where it changes how many fit. */
const ofPods = Object.fromEntries(
  Object.entries({
    'nodes.group': { to: 'cheap', along: onNodes({ group: 'steady' }), changes: [values, runbook] },
    'nodes.pool': {
      to: 'batch',
      along: { ...onNodes({ pool: 'default' }), cluster: { karpenterPools: { default: {}, batch: {} } } },
      changes: [values],
    },
    'nodeSelector.*': leaf('right', values),
    'tolerations[].key': leaf('example.com/other', values),
    'tolerations[].operator': leaf('Exists', values),
    'tolerations[].value': leaf('another', values),
    'tolerations[].effect': leaf('NoSchedule', values),
    'tolerations[].tolerationSeconds': leaf(602, values),
    'affinity.*': leaf({ of: 'others' }, values),
    'topologySpreadConstraints[].*': leaf('example.com/other', values),
    priorityClassName: leaf('another', values),
    runtimeClassName: leaf('another', values),
    'annotations.*': leaf('another', values),
    'labels.*': leaf('another', values),
    'env[].name': leaf('OTHER_NAME', values),
    'volumes[].name': leaf('another', values),
    'volumeMounts[].name': leaf('lookup', values),
    'volumeMounts[].mountPath': leaf('/other', values),
    ...Object.fromEntries(
      ['sidecars[]', 'initContainers[]'].flatMap((list) =>
        Object.entries({
          name: 'another',
          image: 'registry.example.org/another:1',
          'resources.requests.cpu': '5m',
          'resources.requests.memory': '5Mi',
          'resources.requests.ephemeralStorage': '6Mi',
          'resources.limits.cpu': '20.5m',
          'resources.limits.memory': '77Mi',
          'resources.limits.ephemeralStorage': '99Mi',
        }).map(([field, to]) => [`${list}.${field}`, leaf(to, values)] as const),
      ),
    ),
    // How many pods the nodes carry, and what they ask for together.
    'sidecars[].resources.requests.cpu': leaf('5m', values, runbook),
    'sidecars[].resources.requests.memory': leaf('5Mi', values, runbook),
    ...Object.fromEntries(
      ['startup', 'liveness', 'readiness'].flatMap((probe) =>
        ['periodSeconds', 'timeoutSeconds', 'failureThreshold'].map(
          (number) => [`probes.${probe}.${number}`, leaf(9, values)] as const,
        ),
      ),
    ),
    preStopSleepSeconds: leaf(151, values),
    terminationGracePeriodSeconds: leaf(201, values),
    'serviceAccountAnnotations.*': leaf('another', values),
  }).map(([field, row]) => [`workloads.*.pod.${field}`, row] as const),
) as Readonly<Record<string, Leaf>>;

const [steady, cheap] = fullEnvironment.cluster.nodeGroups;

const pool = {
  categories: ['m'],
  architectures: ['amd64'],
  capacity: ['spot'],
  limits: { cpu: '16', memory: '64Gi' },
  disruptionBudgets: [{ nodes: '2', schedule: '0 9 * * *', duration: '8h' }],
  amiRelease: 'v20260818',
};

/** Each field of a pool, with another value. */
const karpenterPools = Object.fromEntries(
  Object.entries({
    'categories[]': 'c',
    'architectures[]': 'arm64',
    'capacity[]': 'on-demand',
    'limits.cpu': '48',
    'limits.memory': '96Gi',
    'disruptionBudgets[].nodes': '20%',
    'disruptionBudgets[].schedule': '0 8 * * *',
    'disruptionBudgets[].duration': '9h',
    amiRelease: 'v20260917',
  }).map(([field, to]): [string, Leaf] => [
    `cluster.karpenterPools.*.${field}`,
    { to, along: { cluster: { karpenterPools: { batch: pool } } }, changes: [objectsOf('karpenter')] },
  ]),
);

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

  'aws.accountId': {
    to: '123123123123',
    along: {
      aws: { permissionsBoundary: null, assumeRoleArn: null },
      workloads: {
        forecaster: {
          exposure: {
            loadBalancer: { certificateArn: null },
            ingress: { enabled: false, certificateArn: null, webAclArn: null },
          },
        },
      },
    },
    changes: [runbook, ...withRole, values, tfvars, stateTfvars, backend],
  },
  'aws.region': {
    to: 'eu-west-1',
    along: {
      network: { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
      workloads: {
        forecaster: {
          secrets: [{ name: 'warehouse-url', variable: 'WAREHOUSE_URL' }],
          exposure: {
            loadBalancer: { certificateArn: null },
            ingress: { certificateArn: 'arn:aws:acm:eu-west-1:210987654321:certificate/tls', webAclArn: null },
          },
        },
      },
    },
    changes: [
      runbook,
      addOn('aws-load-balancer-controller'),
      addOn('karpenter'),
      addOn('kube-prometheus-stack'),
      objectsOf('external-secrets'),
      values,
      tfvars,
      stateTfvars,
      backend,
    ],
  },
  'aws.tags.*': leaf('another', addOn('aws-load-balancer-controller'), objectsOf('karpenter'), tfvars, stateTfvars),

  'aws.namePrefix': leaf(
    'other-prefix',
    runbook,
    ...withRole,
    objectsOf('karpenter'),
    values,
    tfvars,
    stateTfvars,
    backend,
  ),
  'aws.permissionsBoundary': leaf('arn:aws:iam::210987654321:policy/other', runbook, tfvars),
  'aws.rolePath': leaf('/others/', runbook, ...withRole, values, tfvars),
  'aws.assumeRoleArn': leaf('arn:aws:iam::210987654321:role/other', tfvars, stateTfvars, backend),

  'registry.accountId': { to: '999900002222', along: elsewhere, changes: [runbook, values] },
  'registry.region': { to: 'eu-south-1', along: elsewhere, changes: [runbook, values] },

  'network.cidr': leaf('10.40.0.0/17', runbook, tfvars),
  'network.availabilityZones[]': leaf('eu-west-3d', runbook, tfvars),
  'network.publicSubnets[]': leaf('10.40.9.0/24', runbook, values, tfvars),
  'network.privateSubnets[]': leaf('10.40.112.0/20', runbook, values, tfvars),
  'network.natGateways': leaf('single', runbook, tfvars),
  'network.interfaceEndpoints[]': leaf('logs', runbook, tfvars),
  'network.flowLogRetentionDays': leaf(60, tfvars),
  'network.peeredWith[]': nothing('dev', 'a rule compares ranges by it; who peers VPCs does it elsewhere'),

  'network.existing.vpcId': ofExisting('vpc-0b0b0b0b', addOn('aws-load-balancer-controller'), tfvars),
  'network.existing.cidr': ofExisting('10.40.0.0/17', runbook),
  'network.existing.privateSubnets[].id': ofExisting('subnet-0a9a', objectsOf('karpenter'), values, tfvars),
  'network.existing.privateSubnets[].zone': ofExisting('eu-west-3c', runbook, tfvars),
  'network.existing.privateSubnets[].cidr': ofExisting('10.40.112.0/20', runbook, values),
  'network.existing.publicSubnets[].id': ofExisting('subnet-0a9a', values, tfvars),
  'network.existing.publicSubnets[].zone': ofExisting('eu-west-3b', runbook, tfvars),
  'network.existing.publicSubnets[].cidr': ofExisting('10.40.9.0/24', runbook, values),

  'cluster.name': leaf(
    'another-cluster',
    runbook,
    addOn('aws-load-balancer-controller'),
    addOn('karpenter'),
    objectsOf('karpenter'),
    tfvars,
  ),
  'cluster.version': leaf('1.35', runbook, tfvars),
  'cluster.deletionProtection': leaf(
    false,
    runbook,
    addOn('argo-cd'),
    'bootstrap/argo-cd-values.yaml',
    tfvars,
    stateTfvars,
  ),
  'cluster.publicAccess': leaf(false, runbook, tfvars),
  'cluster.publicAccessCidrs[]': leaf('198.51.100.0/25', runbook, tfvars),
  'cluster.serviceCidr': leaf('172.31.0.0/16', tfvars),
  'cluster.accessEntries[].principalArn': leaf('arn:aws:iam::210987654321:role/others', runbook, tfvars),
  'cluster.accessEntries[].access': leaf('viewer', tfvars),
  'cluster.logRetentionDays': leaf(150, runbook, tfvars),
  'cluster.nodeGroups[].name': leaf('calm', runbook, tfvars),
  'cluster.nodeGroups[].instanceTypes[]': leaf('m7i.large', runbook, tfvars),
  'cluster.nodeGroups[].capacity': leaf('spot', runbook, tfvars),
  'cluster.nodeGroups[].min': leaf(4, runbook, tfvars),
  'cluster.nodeGroups[].max': leaf(10, runbook, tfvars),
  'cluster.nodeGroups[].diskSizeGiB': leaf(61, tfvars),
  'cluster.nodeGroups[].amiType': leaf('BOTTLEROCKET_x86_64', runbook, tfvars),
  'cluster.nodeGroups[].amiRelease': {
    to: '1.36.4-20261001',
    along: { cluster: { nodeGroups: [{ ...steady, amiRelease: '1.36.3-20260917' }, cheap] } },
    changes: [tfvars],
  },
  'cluster.podsMayWait[]': nothing('rollout', 'validate and capacity read it'),
  'cluster.nodeGroups[].zones': leaf('each', runbook, tfvars),
  'cluster.nodeGroups[].labels.*': leaf('another', tfvars),
  'cluster.nodeGroups[].taints[].key': leaf('example.com/other', tfvars),
  'cluster.nodeGroups[].taints[].value': leaf('another', tfvars),
  'cluster.nodeGroups[].taints[].effect': {
    to: 'NoExecute',
    along: { cluster: { nodeGroups: [steady, { ...cheap, taints: [] }] } },
    changes: [runbook, tfvars],
  },
  ...karpenterPools,
  ...ofEKSAddOns,

  'workloads.*.namespace': leaf('others', runbook, application, objectsOf('external-secrets'), project, values, tfvars),
  'workloads.*.name': leaf('other-api', runbook, application, values, tfvars),
  'workloads.*.chartVersion': nothing('0.3.0', 'it chooses which chart is copied: see plan/chart-pin'),
  'workloads.*.roleName': leaf('other-role', runbook, values, tfvars),
  'workloads.*.image.repository': leaf('other-image', runbook, values, tfvars),
  'workloads.*.image.tag': leaf('2.7.2', runbook, values),
  'workloads.*.image.digest': leaf(`sha256:${'0'.repeat(64)}`, runbook, values),
  'workloads.*.replicas.min': leaf(5, runbook, values),
  'workloads.*.replicas.max': leaf(7, runbook, values),
  'workloads.*.replicas.targetCPUUtilization': leaf(66, runbook, values),
  'workloads.*.replicas.targetMemoryUtilization': leaf(76, runbook, values),
  'workloads.*.replicas.scaleDownStabilizationSeconds': leaf(241, runbook, values),
  'workloads.*.replicas.targetQueueDepth': leaf(18, values),
  'workloads.*.replicas.targetRequestsPerSecond': leaf(9.5, values),
  'workloads.*.resources.requests.cpu': leaf('190m', runbook, values),
  'workloads.*.resources.requests.memory': leaf('290Mi', runbook, values),
  'workloads.*.resources.requests.ephemeralStorage': leaf('390Mi', values),
  'workloads.*.resources.limits.cpu': leaf('690m', values),
  'workloads.*.resources.limits.memory': leaf('590Mi', runbook, values),
  'workloads.*.resources.limits.ephemeralStorage': leaf('790Mi', values),
  'workloads.*.quota.requests.cpu': leaf('5', runbook, values),
  'workloads.*.quota.requests.memory': leaf('7Gi', runbook, values),
  'workloads.*.quota.requests.ephemeralStorage': leaf('11Gi', values),
  'workloads.*.quota.limits.cpu': leaf('14', values),
  'workloads.*.quota.limits.memory': leaf('13Gi', values),
  'workloads.*.quota.limits.ephemeralStorage': leaf('17Gi', values),
  'workloads.*.quota.pods': leaf(22, runbook, values),
  'workloads.*.config.*': leaf(4321, values),
  'workloads.*.secrets[].name': leaf('other-url', runbook, values, tfvars),
  'workloads.*.secrets[].property': leaf('jdbc.user', values),
  'workloads.*.secrets[].arn': {
    to: 'arn:aws:secretsmanager:eu-west-3:444455556666:secret:rds!db-other-QwErTy',
    along: withSecret({ arn: 'arn:aws:secretsmanager:eu-west-3:444455556666:secret:one-QwErTy', kmsKeyArn: sharedKey }),
    changes: [runbook, values, tfvars],
  },
  'workloads.*.secrets[].parameter': {
    to: '/other/feed',
    along: withSecret({ parameter: '/one/feed' }),
    changes: [runbook, values, tfvars],
  },
  'workloads.*.secrets[].kmsKeyArn': {
    to: 'arn:aws:kms:eu-west-3:444455556666:key/other',
    along: withSecret({ parameter: '/one/feed', kmsKeyArn: sharedKey }),
    changes: [runbook, tfvars],
  },
  'workloads.*.secrets[].variable': leaf('OTHER_URL', values),
  'workloads.*.secretRecoveryDays': leaf(15, runbook, tfvars),
  'workloads.*.egress[].cidr': leaf('10.41.6.0/24', values),
  'workloads.*.egress[].port': leaf(5433, values),
  'workloads.*.model.bucket': leaf('other-models', runbook, values, tfvars),
  'workloads.*.model.region': leaf('eu-central-1', runbook, values, tfvars),
  'workloads.*.model.accountId': leaf('777766665555', runbook),
  'workloads.*.model.files[].name': leaf('model-8.weights', runbook, values, tfvars),
  'workloads.*.model.files[].sha256': leaf('0'.repeat(64), values),
  'workloads.*.model.key': leaf('forecasts/model-8.onnx', runbook, values, tfvars),
  'workloads.*.model.sha256': leaf('f'.repeat(64), runbook, values),
  'workloads.*.model.sizeLimit': leaf('129Mi', values),
  'workloads.*.model.kmsKeyArn': leaf('arn:aws:kms:eu-west-3:210987654321:key/other', tfvars),

  'workloads.*.exposure.loadBalancer.enabled': leaf(false, runbook, values, tfvars),
  'workloads.*.exposure.loadBalancer.scheme': leaf('internal', runbook, values),
  'workloads.*.exposure.loadBalancer.sourceCidrs[]': leaf('203.0.113.0/26', runbook, values),
  'workloads.*.exposure.loadBalancer.certificateArn': leaf('arn:aws:acm:eu-west-3:210987654321:certificate/b', values),
  'workloads.*.exposure.ingress.webAclArn': leaf('arn:aws:wafv2:eu-west-3:210987654321:regional/webacl/b/1', values),
  'workloads.*.exposure.ingress.accessLogs.bucket': leaf('other-logs', values),
  'workloads.*.exposure.ingress.accessLogs.prefix': leaf('other', values),
  'workloads.*.exposure.ingress.enabled': leaf(false, runbook, values, tfvars),
  'workloads.*.exposure.ingress.scheme': leaf('internet-facing', runbook, values),
  'workloads.*.exposure.ingress.host': leaf('other.example.org', runbook, values),
  'workloads.*.exposure.ingress.path': leaf('/lyon', runbook, values),
  'workloads.*.exposure.ingress.group': leaf('back-door', runbook, values),
  'workloads.*.exposure.ingress.certificateArn': leaf('arn:aws:acm:eu-west-3:210987654321:certificate/other', values),
  'workloads.*.exposure.ingress.sourceCidrs[]': leaf('10.44.0.0/16', runbook, values),

  'observability.containerInsights': leaf(false, runbook, tfvars),
  'observability.logRetentionDays': leaf(545, runbook, tfvars),
  'observability.alarmEmails[]': leaf('others@example.org', runbook, tfvars),
  ...ofPods,
  'workloads.*.values.*': leaf({ maxUnavailable: 2 }, values),
  'workloads.*.objectives.availability': leaf(99.8, runbook, values),
  'workloads.*.objectives.latencySeconds': leaf(1, runbook, values),
  'observability.receivers[].severity': leaf('warning', runbook, addOn('kube-prometheus-stack')),
  'observability.receivers[].sns.topic': {
    to: 'other-alerts',
    along: { observability: { receivers: [{ severity: 'critical', sns: { topic: 'alerts' } }] } },
    changes: [runbook, addOn('kube-prometheus-stack'), tfvars],
  },
  'observability.receivers[].sns.arn': {
    to: 'arn:aws:sns:eu-west-3:444455556666:other',
    along: { observability: { receivers: [{ sns: { arn: 'arn:aws:sns:eu-west-3:444455556666:one' } }] } },
    changes: [runbook, addOn('kube-prometheus-stack'), tfvars],
  },
  'observability.receivers[].slack.secret': {
    to: 'other-hook',
    along: { observability: { receivers: [{ slack: { secret: 'hook' } }] } },
    changes: [runbook, addOn('kube-prometheus-stack'), tfvars],
  },
  'observability.receivers[].pagerDuty.secret': leaf('other-key', runbook, addOn('kube-prometheus-stack'), tfvars),
  'observability.budget.monthlyUSD': leaf(778, runbook, tfvars),
  'observability.budget.emails[]': leaf('others@example.org', runbook, tfvars),

  'addons.*.enabled': leaf(false, runbook, addOn('argo-cd'), 'bootstrap/argo-cd-values.yaml'),
  'addons.*.existing': leaf(true, runbook, addOn('argo-cd'), 'bootstrap/argo-cd-values.yaml'),
  'addons.*.version': leaf('10.1.3', runbook, addOn('argo-cd')),
  'addons.*.kinds.cluster[]': {
    to: 'storage.k8s.io/StorageClass',
    along: { addons: { 'argo-cd': { kinds: { cluster: ['Node'], namespaced: ['batch/CronJob'] } } } },
    changes: [addOn('argo-cd')],
  },
  'addons.*.kinds.namespaced[]': {
    to: 'Pod',
    along: { addons: { 'argo-cd': { kinds: { cluster: ['Node'], namespaced: ['batch/CronJob'] } } } },
    changes: [addOn('argo-cd')],
  },
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
  'cluster.existing.name': ofExistingCluster('platform-2', runbook, addOn('aws-load-balancer-controller'), tfvars),
  'cluster.existing.oidcIssuer': ofExistingCluster('https://oidc.eks.eu-west-3.amazonaws.com/id/0C2D', runbook, tfvars),
  'cluster.existing.version': ofExistingCluster('1.36', runbook),
  'gitops.hubRoleArn': {
    to: 'arn:aws:iam::444455556666:role/other-hub',
    along: { gitops: { destinationCluster: 'full-eks', hubRoleArn: 'arn:aws:iam::444455556666:role/hub' } },
    changes: [runbook, tfvars],
  },
  'gitops.existing.namespace': {
    to: 'others',
    along: guest,
    changes: [runbook, root, addOns, application, forAdmins],
  },
  'gitops.existing.project': {
    to: 'others',
    along: guest,
    changes: [runbook, root, addOns, application, forAdmins],
  },
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
  'gitops.notifications[].service': {
    to: 'email',
    along: {
      addons: {
        'argo-cd': { values: { notifications: { notifiers: { 'service.slack': 'a', 'service.email': 'b' } } } },
      },
    },
    changes: [application],
  },
  'gitops.notifications[].recipient': leaf('#others', application),

  'pipeline.githubRepository': leaf('acme/other', runbook, tfvars),
  'pipeline.githubIds.owner': leaf('7', tfvars),
  'pipeline.githubIds.repository': leaf('8', tfvars),
  'pipeline.branch': leaf('other', runbook, tfvars),
  'pipeline.createOidcProvider': leaf(false, tfvars),
  'pipeline.terraform.planPolicies[]': {
    to: 'arn:aws:iam::210987654321:policy/other',
    along: terraformOfPipeline({ planPolicies: ['arn:aws:iam::210987654321:policy/read'] }),
    changes: [tfvars],
  },
  'pipeline.terraform.applyPolicies[]': {
    to: 'arn:aws:iam::210987654321:policy/other',
    along: terraformOfPipeline({ applyPolicies: ['arn:aws:iam::210987654321:policy/write'] }),
    changes: [tfvars],
  },

  'promotion.order[]': nothing('dev', 'promote reads it'),
  'promotion.config[]': nothing('OTHER_VARIABLE', 'promote reads it'),
  toolVersion: nothing('9.9.9', 'what another version has rendered stays: see plan/plan'),
};

const derivedQuota = { workloads: { forecaster: { quota: null } } };

/** Other values of some of them, by which other files change; undefined leaves the field out. */
export const otherValues: readonly (readonly [path: string, leaf: Leaf])[] = [
  ['cluster.nodeGroups[].zones', leaf(['eu-west-3c'], tfvars)],
  // A workload that runs on a group selects its labels and bears its taints.
  ['cluster.nodeGroups[].labels.*', { to: 'another', along: onNodes({ group: 'steady' }), changes: [tfvars, values] }],
  ['cluster.nodeGroups[].taints[].key', { to: 'a', along: onNodes({ group: 'steady' }), changes: [tfvars, values] }],
  [
    'network.natGateways',
    { to: 'none', along: { observability: { receivers: [{ sns: {} }] } }, changes: [runbook, tfvars] },
  ],
  [
    'workloads.*.namespace',
    leaf(undefined, runbook, application, objectsOf('external-secrets'), project, values, tfvars),
  ],
  [
    'workloads.*.name',
    {
      to: undefined,
      along: { workloads: { forecaster: { name: 'other-api' } } },
      changes: [runbook, application, values, tfvars],
    },
  ],
  ['workloads.*.roleName', leaf(undefined, runbook, values, tfvars)],
  ['workloads.*.quota', leaf(undefined, runbook, values)],
  ['workloads.*.resources.limits.cpu', { to: undefined, along: derivedQuota, changes: [values] }],
  ['workloads.*.resources.limits.ephemeralStorage', leaf(undefined, values)],
  ['workloads.*.replicas.max', { to: 7, along: derivedQuota, changes: [runbook, values] }],
  ['workloads.*.model', leaf(undefined, runbook, values, tfvars)],
  ['workloads.*.exposure.loadBalancer.certificateArn', leaf(undefined, runbook, values)],
  ['workloads.*.exposure.ingress.path', leaf(undefined, runbook, values)],
  ['workloads.*.exposure.ingress.group', leaf(undefined, runbook, values)],
  ['registry', { to: undefined, along: elsewhere, changes: [runbook, values, tfvars] }],
];
