import { partitionOf } from './aws-facts.js';
import type { Environment, Workload } from './resolve.js';

/** Namespace of the monitoring add-on, from which Prometheus scrapes pods. */
export const monitoringNamespace = 'monitoring';

/** Name of the StorageClass of volumes: the cluster's default, encrypted. */
export const storageClass = 'encrypted-gp3';

/** Name of the ClusterSecretStore that the external-secrets add-on makes and the chart's ExternalSecret reads from. */
export const secretStore = 'aws-secrets-manager';

/** The same for Parameter Store, where a workload reads from it. */
export const parameterStore = 'aws-parameter-store';

/**
 * The names, ARNs and paths of an environment on which layers have to agree: derived in this file only, so that they
 * can't differ.
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
  readonly nodeRoleName: string;
  readonly karpenterNodeRoleName: string;
  readonly karpenterQueue: string;
  readonly pipelineRoleName: string;
  /** Of the workflows that run Terraform: for pull requests, and from the branch. */
  readonly terraformRoles: { readonly plan: string; readonly apply: string };
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
    /** Of the Argo CD objects, from the top of the git repository: as Argo CD reads it. */
    readonly argocdInGit: string;
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
  /** The same folder from the top of the git repository. */
  readonly chartPathInGit: string;
}

/** Name of a role that the environment has for itself, such as that of an add-on. */
export const environmentRoleName = ({ aws }: Environment, whose: string): string => `${aws.namePrefix}-${whose}`;

export const roleArn = ({ aws }: Environment, roleName: string): string =>
  `arn:${partitionOf(aws.region).name}:iam::${aws.accountId}:role${aws.rolePath}${roleName}`;

export function namesOf(environment: Environment): Names {
  const { aws, cluster, gitops, name, folder: inGit } = environment;
  const { name: partition, dnsSuffix } = partitionOf(aws.region);
  const prefix = aws.namePrefix;
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
    nodeRoleName: environmentRoleName(environment, 'node'),
    karpenterNodeRoleName: environmentRoleName(environment, 'karpenter-node'),
    karpenterQueue: `${prefix}-karpenter`,
    pipelineRoleName: environmentRoleName(environment, 'image-push'),
    terraformRoles: {
      plan: environmentRoleName(environment, 'terraform-plan'),
      apply: environmentRoleName(environment, 'terraform-apply'),
    },
    argocd: {
      namespace: gitops.existing?.namespace ?? 'argocd',
      root: `ml-inference-${name}-root`,
      addOns: `ml-inference-${name}`,
    },
    paths: {
      root: folder,
      terraform: `${folder}/terraform`,
      argocd: `${folder}/argocd`,
      argocdInGit: `${inGit}${folder}/argocd`,
    },
  };
}

/** Derives the names of one workload. Those of the key `ml-inference` are the reference design's. */
export function workloadNames(environment: Environment, { key, namespace, roleName, image }: Workload): WorkloadNames {
  const { aws, folder, name, registry } = environment;
  const chartPath = `rendered/${name}/workloads/${key}/chart`;
  const { dnsSuffix } = partitionOf(registry.region);
  return {
    imageRepositoryURL: `${registry.accountId}.dkr.ecr.${registry.region}.${dnsSuffix}/${image.repository}`,
    podRoleArn: roleArn(environment, roleName),
    secretsPrefix: `${aws.namePrefix}/${namespace}`,
    release: key,
    service: `${key}-service`,
    loadBalancerService: `${key}-lb`,
    application: `${key}-${name}`,
    chartPath,
    chartPathInGit: `${folder}${chartPath}`,
  };
}

/** ARN in IAM of the provider of tokens of a cluster that exists. */
export const oidcProviderArn = ({ aws }: Environment, { oidcIssuer }: { readonly oidcIssuer: string }): string =>
  `arn:${partitionOf(aws.region).name}:iam::${aws.accountId}:oidc-provider/${oidcIssuer.replace('https://', '')}`;
