import { eksAddonRoles } from '../environment/eks-addons.js';
import type { Identities, Identity } from '../environment/identity.js';
import { weightKeys } from '../environment/model-files.js';
import { environmentRoleName, type Names, workloadNames } from '../environment/names.js';
import { managedNodeGroups } from '../environment/node-groups.js';
import { existingTopics, receiverSecrets, receiverSecretsPrefix } from '../environment/receivers.js';
import type { Environment, Workload } from '../environment/resolve.js';
import { existingSecrets, ownSecretNames } from '../environment/secrets.js';
import { runbookURL } from './runbook-url.js';

/**
 * Maps an environment to the variables of the Terraform root, the content of
 * `rendered/<env>/terraform/<env>.auto.tfvars`. The keys are those of terraform-templates/variables.tf.
 */
export function terraformVariables(environment: Environment, names: Names, identities: Identities) {
  const { name, workloads, pipeline } = environment;
  return {
    environment: name,
    aws: { ...account(environment, names), dns_suffix: names.dnsSuffix },
    iam: iamVariables(environment),
    network: networkVariables(environment, names),
    cluster: clusterVariables(environment, names),
    registry: { repositories: environment.registry.repositories, pulled_by: environment.registry.pulledBy },
    workloads: Object.fromEntries(
      workloads.map((workload) => [workload.key, workloadVariables(environment, workload)]),
    ),
    controllers: controllerVariables(environment, identities),
    eks_addon_roles: eksAddonVariables(environment),
    karpenter: { node_role_name: names.karpenterNodeRoleName, queue: names.karpenterQueue },
    observability: observabilityVariables(environment, names),
    ...(pipeline && { pipeline: pipelineVariables(environment, pipeline, names) }),
  };
}

/** Maps an environment to the variables of the small root that makes the state bucket: terraform-templates/state/. */
export function stateVariables(environment: Environment, names: Names) {
  return {
    environment: environment.name,
    aws: account(environment, names),
    bucket: names.stateBucket,
    deletion_protection: environment.cluster.deletionProtection,
  };
}

function account({ aws }: Environment, { partition }: Names) {
  return {
    account_id: aws.accountId,
    region: aws.region,
    partition,
    tags: aws.tags,
    ...(aws.assumeRoleArn && { assume_role_arn: aws.assumeRoleArn }),
  };
}

const iamVariables = ({ aws, cluster }: Environment) => ({
  path: aws.rolePath,
  ...(aws.namePrefix !== cluster.name && { name_prefix: aws.namePrefix }),
  ...(aws.permissionsBoundary && { permissions_boundary: aws.permissionsBoundary }),
});

function networkVariables({ network }: Environment, { flowLogGroup }: Names) {
  const { existing } = network;
  if (existing) {
    const ids = (subnets: typeof existing.privateSubnets) =>
      subnets.map(({ id, zone }) => ({ id, availability_zone: zone }));
    return {
      existing: {
        vpc_id: existing.vpcId,
        private_subnets: ids(existing.privateSubnets),
        public_subnets: ids(existing.publicSubnets),
      },
    };
  }
  return {
    cidr: network.cidr,
    availability_zones: network.availabilityZones,
    public_subnets: network.publicSubnets,
    private_subnets: network.privateSubnets,
    nat_gateways: network.natGateways,
    interface_endpoints: network.interfaceEndpoints,
    flow_logs: { log_group: flowLogGroup, retention_in_days: network.flowLogRetentionDays },
  };
}

interface ClusterVariables extends Partial<ReturnType<typeof newCluster>> {
  readonly name: string;
  readonly deletion_protection: boolean;
  readonly existing?: { readonly oidc_issuer: string };
}

function clusterVariables(environment: Environment, names: Names): ClusterVariables {
  const { name, deletionProtection, existing } = environment.cluster;
  if (!existing) return newCluster(environment, names);
  const issuer = existing.oidcIssuer.replace('https://', '');
  return { name, deletion_protection: deletionProtection, existing: { oidc_issuer: issuer } };
}

function newCluster(environment: Environment, { controlPlaneLogGroup, nodeRoleName }: Names) {
  const { cluster, gitops } = environment;
  const hub = gitops.hubRoleArn ? [{ principalArn: gitops.hubRoleArn, access: 'admin' }] : [];
  const accessEntries = [...cluster.accessEntries, ...hub];
  return {
    name: cluster.name,
    version: cluster.version,
    deletion_protection: cluster.deletionProtection,
    public_access_cidrs: cluster.publicAccess ? cluster.publicAccessCidrs : [],
    ...(cluster.serviceCidr && { service_cidr: cluster.serviceCidr }),
    access_entries: accessEntries.map(({ principalArn, access }) => ({ principal_arn: principalArn, access })),
    log_group: controlPlaneLogGroup,
    log_retention_in_days: cluster.logRetentionDays,
    node_role_name: nodeRoleName,
    node_groups: managedNodeGroups(environment).map(
      ({ instanceTypes, diskSizeGiB, amiType, amiRelease, zones, ...group }) => ({
        ...group,
        ...(zones && { zones }),
        instance_types: instanceTypes,
        disk_size_gib: diskSizeGiB,
        ami_type: amiType,
        ...(amiRelease && { ami_release: amiRelease }),
      }),
    ),
    addons: Object.fromEntries(
      Object.entries(cluster.eksAddons).map(([addon, { version, configuration }]) => [
        addon,
        // As JSON: each add-on has a schema of its own, and HCL demands one type for all entries of a map.
        { version, configuration: JSON.stringify(configuration) },
      ]),
    ),
  };
}

function workloadVariables(environment: Environment, workload: Workload) {
  const { secretsPrefix, service } = workloadNames(environment, workload);
  return {
    namespace: workload.namespace,
    service_account: workload.name,
    service,
    role_name: workload.roleName,
    secrets: {
      prefix: secretsPrefix,
      names: ownSecretNames(workload),
      recovery_window_in_days: workload.secretRecoveryDays,
      ...existingVariables(environment, workload),
    },
    ...(workload.model && { model: modelVariables(workload.model) }),
  };
}

/** Secrets and parameters that exist, which external-secrets reads as well. */
function existingVariables(environment: Environment, workload: Workload) {
  const { secrets, parameters, keys } = existingSecrets(environment, workload);
  if (secrets.length + parameters.length === 0) return {};
  return { existing: { secret_arns: secrets, parameter_arns: parameters, key_arns: keys } };
}

function modelVariables(model: NonNullable<Workload['model']>) {
  const { bucket, region, key, files, kmsKeyArn } = model;
  return {
    bucket,
    key,
    ...(files && { files: weightKeys(model) }),
    ...(region && { region }),
    ...(kmsKeyArn && { kms_key_arn: kmsKeyArn }),
  };
}

/** Roles of the add-ons that Argo CD installs here and that call AWS. */
function controllerVariables(environment: Environment, identities: Identities) {
  const enabled = [...identities].filter(([name]) => environment.addons[name]?.enabled);
  return Object.fromEntries(enabled.map(([name, identity]) => [name, roleVariables(environment, name, identity)]));
}

function eksAddonVariables(environment: Environment) {
  const installed = Object.entries(eksAddonRoles).filter(([, { isInstalled }]) => isInstalled(environment));
  return Object.fromEntries(installed.map(([name, addon]) => [name, roleVariables(environment, addon.role, addon)]));
}

const roleVariables = (environment: Environment, whose: string, { namespace, serviceAccount }: Identity) => ({
  role_name: environmentRoleName(environment, whose),
  namespace,
  service_account: serviceAccount,
});

function observabilityVariables(environment: Environment, { paths }: Names) {
  const { observability, workloads, gitops, folder } = environment;
  const { budget } = observability;
  return {
    log_retention_in_days: observability.logRetentionDays,
    alarm_emails: observability.alarmEmails,
    runbook_url: runbookURL(gitops.repoURL, gitops.targetRevision, `${folder}${paths.root}/RUNBOOK.md`),
    load_balancers: {
      ...(workloads.some(({ exposure }) => exposure.loadBalancer.enabled) && { nlb: 'AWS/NetworkELB' }),
      ...(workloads.some(({ exposure }) => exposure.ingress.enabled) && { alb: 'AWS/ApplicationELB' }),
    },
    ...receiverVariables(environment),
    ...(budget && { budget: { monthly_usd: budget.monthlyUSD, emails: budget.emails } }),
  };
}

/** What receivers of alerts need beside the topic of the alarms. */
function receiverVariables(environment: Environment) {
  const [topics, secrets] = [existingTopics(environment), receiverSecrets(environment)];
  if (topics.length + secrets.length === 0) return {};
  const secretsPrefix = receiverSecretsPrefix(environment);
  return {
    receivers: { topic_arns: topics, secrets_prefix: secretsPrefix, secret_names: secrets.map(({ name }) => name) },
  };
}

type Pipeline = NonNullable<Environment['pipeline']>;

function pipelineVariables(
  { registry }: Environment,
  { githubRepository, githubIds, branch, createOidcProvider, terraform }: Pipeline,
  names: Names,
) {
  const [owner, repository] = githubRepository.split('/');
  return {
    ...(registry.repositories.length > 0 && { role_name: names.pipelineRoleName }),
    github_owner: owner,
    github_repository: repository,
    ...(githubIds && { github_ids: githubIds }),
    branch,
    create_oidc_provider: createOidcProvider,
    ...(terraform && { terraform: terraformRoleVariables(terraform, names) }),
  };
}

function terraformRoleVariables(
  { planPolicies, applyPolicies }: NonNullable<Pipeline['terraform']>,
  { terraformRoles, stateBucket, stateKey }: Names,
) {
  return {
    plan_role_name: terraformRoles.plan,
    apply_role_name: terraformRoles.apply,
    plan_policy_arns: planPolicies,
    apply_policy_arns: applyPolicies,
    state: { bucket: stateBucket, key: stateKey },
  };
}
