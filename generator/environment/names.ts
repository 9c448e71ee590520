import type { Environment } from './schema.js';

/** Namespace of the monitoring add-on, from which Prometheus scrapes pods. */
export const monitoringNamespace = 'monitoring';

/** Name of the ClusterSecretStore that the external-secrets add-on makes and the chart's ExternalSecret reads from. */
export const secretStore = 'aws-secrets-manager';

/** The names, ARNs and paths on which layers have to agree: derived in this file only, so that they can't differ. */
export interface Names {
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly stateBucket: string;
  readonly stateKey: string;
  /** ARN of the alias of the state bucket's KMS key. */
  readonly stateKeyAlias: string;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>` */
  readonly imageRepositoryURL: string;
  readonly podRoleArn: string;
  /** Secrets Manager prefix, without a trailing slash. */
  readonly secretsPrefix: string;
  readonly controlPlaneLogGroup: string;
  readonly flowLogGroup: string;
  readonly nodeRoleName: string;
  readonly karpenterNodeRoleName: string;
  readonly karpenterQueue: string;
  readonly pipelineRoleName: string;
  readonly release: string;
  readonly service: string;
  readonly loadBalancerService: string;
  readonly argocd: {
    readonly namespace: string;
    readonly project: string;
    readonly root: string;
    readonly workload: string;
  };
  /** Paths in the repository, with forward slashes. */
  readonly paths: {
    readonly root: string;
    readonly terraform: string;
    readonly chart: string;
    readonly argocd: string;
  };
}

function partitionOf(region: string): { partition: string; dnsSuffix: string } {
  if (region.startsWith('cn-')) return { partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' };
  if (region.startsWith('us-gov-')) return { partition: 'aws-us-gov', dnsSuffix: 'amazonaws.com' };
  return { partition: 'aws', dnsSuffix: 'amazonaws.com' };
}

/** Name of a role that the cluster has for itself, such as that of an add-on. */
export const clusterRoleName = ({ cluster }: Environment, whose: string): string => `${cluster.name}-${whose}`;

export const roleArn = ({ aws }: Environment, roleName: string): string =>
  `arn:${partitionOf(aws.region).partition}:iam::${aws.accountId}:role/${roleName}`;

export function namesOf(environment: Environment): Names {
  const { aws, cluster, workload, name } = environment;
  const { partition, dnsSuffix } = partitionOf(aws.region);
  const folder = `rendered/${name}`;
  const stateBucket = `${cluster.name}-tfstate-${aws.accountId}`;
  return {
    partition,
    dnsSuffix,
    stateBucket,
    stateKey: `${cluster.name}/terraform.tfstate`,
    stateKeyAlias: `arn:${partition}:kms:${aws.region}:${aws.accountId}:alias/${stateBucket}`,
    imageRepositoryURL: `${aws.accountId}.dkr.ecr.${aws.region}.${dnsSuffix}/${workload.image.repository}`,
    podRoleArn: roleArn(environment, workload.roleName),
    secretsPrefix: `${cluster.name}/${workload.namespace}`,
    controlPlaneLogGroup: `/aws/eks/${cluster.name}/cluster`,
    flowLogGroup: `/aws/vpc/${cluster.name}/flow-logs`,
    nodeRoleName: clusterRoleName(environment, 'node'),
    karpenterNodeRoleName: clusterRoleName(environment, 'karpenter-node'),
    karpenterQueue: `${cluster.name}-karpenter`,
    pipelineRoleName: clusterRoleName(environment, 'image-push'),
    release: 'ml-inference',
    service: 'ml-inference-service',
    loadBalancerService: 'ml-inference-lb',
    argocd: {
      namespace: 'argocd',
      project: `ml-inference-${name}`,
      root: `ml-inference-${name}-root`,
      workload: `ml-inference-${name}`,
    },
    paths: { root: folder, terraform: `${folder}/terraform`, chart: `${folder}/chart`, argocd: `${folder}/argocd` },
  };
}
