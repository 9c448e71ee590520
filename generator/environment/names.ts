import type { Environment, Workload } from './resolve.js';

/**
 * Namespace and ServiceAccount of each controller: the trust policy that Terraform makes and the Helm values that
 * Argo CD uses must name the same ones.
 */
export const controllerServiceAccounts = {
  'aws-load-balancer-controller': { namespace: 'kube-system', serviceAccount: 'aws-load-balancer-controller' },
  'cluster-autoscaler': { namespace: 'kube-system', serviceAccount: 'cluster-autoscaler' },
  karpenter: { namespace: 'kube-system', serviceAccount: 'karpenter' },
  'external-secrets': { namespace: 'external-secrets', serviceAccount: 'external-secrets' },
  'cloudwatch-agent': { namespace: 'amazon-cloudwatch', serviceAccount: 'cloudwatch-agent' },
  'ebs-csi': { namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' },
} as const;

/** Namespace of the monitoring add-on, from which Prometheus scrapes pods. */
export const monitoringNamespace = 'monitoring';

/** Name of the ClusterSecretStore that the external-secrets add-on makes and the chart's ExternalSecret reads from. */
export const secretStore = 'aws-secrets-manager';

export type Controller = keyof typeof controllerServiceAccounts;

/**
 * Every name, ARN and path of an environment that two layers have to agree on: derived here once, so that they can't
 * disagree.
 */
export interface Names {
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly stateBucket: string;
  readonly stateKey: string;
  /** ARN of the alias of the state bucket's KMS key. */
  readonly stateKeyAlias: string;
  readonly controlPlaneLogGroup: string;
  readonly flowLogGroup: string;
  readonly controllerRoleNames: Readonly<Record<Controller, string>>;
  readonly controllerRoleArns: Readonly<Record<Controller, string>>;
  readonly nodeRoleName: string;
  readonly karpenterNodeRoleName: string;
  readonly karpenterQueue: string;
  readonly pipelineRoleName: string;
  readonly argocd: {
    readonly namespace: string;
    /** The Application that applies all others. */
    readonly root: string;
    /** What the names of add-ons' Applications and projects start with, before a dash. */
    readonly addOns: string;
  };
  /** Paths in the repository, with forward slashes. */
  readonly paths: {
    readonly root: string;
    readonly terraform: string;
    readonly argocd: string;
  };
}

/** The same for one workload. */
export interface WorkloadNames {
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>` */
  readonly imageRepositoryURL: string;
  readonly podRoleArn: string;
  /** Secrets Manager prefix, without a trailing slash. */
  readonly secretsPrefix: string;
  /** Helm release. */
  readonly release: string;
  readonly service: string;
  readonly loadBalancerService: string;
  /** Of its Application and its AppProject. */
  readonly application: string;
  /** Folder of its chart in the repository. */
  readonly chartPath: string;
}

function partitionOf(region: string): { partition: string; dnsSuffix: string } {
  if (region.startsWith('cn-')) return { partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' };
  if (region.startsWith('us-gov-')) return { partition: 'aws-us-gov', dnsSuffix: 'amazonaws.com' };
  return { partition: 'aws', dnsSuffix: 'amazonaws.com' };
}

const roleArn = ({ accountId, region }: Environment['aws'], roleName: string) =>
  `arn:${partitionOf(region).partition}:iam::${accountId}:role/${roleName}`;

export function namesOf(environment: Environment): Names {
  const { aws, cluster, name } = environment;
  const { partition, dnsSuffix } = partitionOf(aws.region);
  const perController = (value: (controller: Controller) => string) =>
    Object.fromEntries(
      Object.keys(controllerServiceAccounts).map((controller) => [controller, value(controller as Controller)]),
    ) as Record<Controller, string>;
  const prefix = aws.namePrefix;
  const controllerRoleName = (controller: Controller) => `${prefix}-${controller}`;
  const folder = `rendered/${name}`;
  const stateBucket = `${prefix}-tfstate-${aws.accountId}`;
  return {
    partition,
    dnsSuffix,
    stateBucket,
    stateKey: `${prefix}/terraform.tfstate`,
    stateKeyAlias: `arn:${partition}:kms:${aws.region}:${aws.accountId}:alias/${stateBucket}`,
    controlPlaneLogGroup: `/aws/eks/${cluster.name}/cluster`,
    flowLogGroup: `/aws/vpc/${prefix}/flow-logs`,
    controllerRoleNames: perController(controllerRoleName),
    controllerRoleArns: perController((controller) => roleArn(aws, controllerRoleName(controller))),
    nodeRoleName: `${prefix}-node`,
    karpenterNodeRoleName: `${prefix}-karpenter-node`,
    karpenterQueue: `${prefix}-karpenter`,
    pipelineRoleName: `${prefix}-image-push`,
    argocd: { namespace: 'argocd', root: `ml-inference-${name}-root`, addOns: `ml-inference-${name}` },
    paths: { root: folder, terraform: `${folder}/terraform`, argocd: `${folder}/argocd` },
  };
}

/** The key `ml-inference` gives the names of the reference design. */
export function workloadNames(
  { aws, name, registry }: Environment,
  { key, namespace, roleName, image }: Workload,
): WorkloadNames {
  const { dnsSuffix } = partitionOf(registry.region);
  return {
    imageRepositoryURL: `${registry.accountId}.dkr.ecr.${registry.region}.${dnsSuffix}/${image.repository}`,
    podRoleArn: roleArn(aws, roleName),
    secretsPrefix: `${aws.namePrefix}/${namespace}`,
    release: key,
    service: `${key}-service`,
    loadBalancerService: `${key}-lb`,
    application: `${key}-${name}`,
    chartPath: `rendered/${name}/workloads/${key}/chart`,
  };
}
