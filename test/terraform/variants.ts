import type { Environment } from '../../generator/environment/resolve.js';
import { environmentFrom } from './environments.js';

export interface Variant {
  readonly title: string;
  readonly environment: Environment;
  /** Number of resources that the plan must contain, by type. */
  readonly planned: Readonly<Record<string, number>>;
}

const nodeGroup = { name: 'spot', instanceTypes: ['t3.medium', 't3a.medium'], capacity: 'spot', min: 1, max: 3 };
const karpenter = { addons: { 'cluster-autoscaler': { enabled: false }, karpenter: { enabled: true } } };
const pipelineOfTerraform = {
  pipeline: {
    githubRepository: 'example/inference-gitops',
    branch: 'main',
    terraform: {
      planPolicies: ['arn:aws:iam::111122223333:policy/read'],
      applyPolicies: ['arn:aws:iam::111122223333:policy/write'],
    },
  },
};
const pipeline = { pipeline: { githubRepository: 'example/inference-gitops', branch: 'main' } };
const workload = (edit: object) => ({ workloads: { 'ml-inference': edit } });
const model = {
  model: {
    bucket: 'models',
    key: 'iris/model.onnx',
    sha256: 'a'.repeat(64),
    sizeLimit: '256Mi',
    kmsKeyArn: 'arn:aws:kms:ap-southeast-2:111122223333:key/models',
  },
};
const ingress = {
  exposure: {
    ingress: {
      enabled: true,
      certificateArn: 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0',
      host: 'api.example.com',
    },
  },
};
const endpoints = { network: { interfaceEndpoints: ['ecr.api', 'ecr.dkr', 'sts', 'logs', 'secretsmanager', 'ec2'] } };

const receivers = {
  observability: {
    receivers: [{ sns: { topic: 'ml-alerts' } }, { slack: { secret: 'hook' } }, { pagerDuty: { secret: 'pager-key' } }],
  },
};

/** Tags with text that HCL would interpret if it weren't escaped. */
export const hostileTags = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an interpolation in HCL, which must be read as text
  Interpolation: '${file("/etc/passwd")}',
  Directive: '%{ if true }x%{ endif }',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  Doubled: '$${a} %%{b} $$${c}',
  Quote: 'a"}\nresource "null_resource" "x" {}',
  Backslash: 'a\\u0041\\',
  Words: 'yes',
  Octal: '0777',
  Unicode: 'è\u0301 🚀 \u2028',
};

const shipped = (name: string, planned: Variant['planned']): Variant => ({
  title: `${name}, as it ships`,
  environment: environmentFrom(name),
  planned,
});

const prodWith = (title: string, overrides: object, planned: Variant['planned']): Variant => ({
  title,
  environment: environmentFrom('prod', overrides),
  planned,
});

export const everything: Variant = prodWith(
  'everything at once',
  { ...karpenter, ...pipelineOfTerraform, ...workload({ ...model, ...ingress }), ...endpoints, ...receivers },
  { aws_sqs_queue: 1, aws_vpc_endpoint: 7, aws_iam_openid_connect_provider: 2, aws_iam_policy: 8 },
);

export const variants: readonly Variant[] = [
  shipped('dev', { aws_nat_gateway: 1, aws_budgets_budget: 0, aws_eks_node_group: 2 }),
  shipped('staging', { aws_nat_gateway: 1, aws_budgets_budget: 0, aws_eks_node_group: 2 }),
  shipped('prod', { aws_nat_gateway: 2, aws_budgets_budget: 1, aws_vpc_endpoint: 1, aws_sqs_queue: 0 }),
  prodWith(
    'a single NAT gateway',
    { network: { natGateways: 'single' } },
    { aws_nat_gateway: 1, aws_eip: 1, aws_route: 3 },
  ),
  prodWith(
    'spot nodes only',
    { cluster: { nodeGroups: [nodeGroup] } },
    { aws_eks_node_group: 2, aws_launch_template: 2 },
  ),
  prodWith('Karpenter', karpenter, {
    aws_sqs_queue: 1,
    aws_cloudwatch_event_rule: 5,
    aws_iam_instance_profile: 1,
    aws_ec2_tag: 1,
  }),
  prodWith('an ingress beside the load balancer', workload(ingress), { aws_cloudwatch_metric_alarm: 8 }),
  prodWith('interface endpoints', endpoints, { aws_vpc_endpoint: 7, aws_security_group: 1 }),
  prodWith(
    'three availability zones',
    {
      network: {
        availabilityZones: ['ap-southeast-2a', 'ap-southeast-2b', 'ap-southeast-2c'],
        publicSubnets: ['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'],
        privateSubnets: ['10.0.10.0/24', '10.0.11.0/24', '10.0.12.0/24'],
      },
    },
    { aws_subnet: 6, aws_nat_gateway: 3, aws_route_table: 4 },
  ),
  prodWith(
    'a private endpoint only',
    { cluster: { publicAccess: false, publicAccessCidrs: [] } },
    { aws_eks_cluster: 1 },
  ),
  prodWith('a model in S3', workload(model), { aws_eks_cluster: 1 }),
  prodWith('a pipeline that pushes images', pipeline, { aws_iam_openid_connect_provider: 2 }),
  prodWith(
    'nothing that can be left out',
    {
      addons: Object.fromEntries(
        ['cluster-autoscaler', 'aws-load-balancer-controller', 'external-secrets', 'kube-prometheus-stack'].map(
          (addon) => [addon, { enabled: false }],
        ),
      ),
      ...workload({ exposure: { loadBalancer: { enabled: false } }, secrets: [] }),
      observability: { containerInsights: false, alarmEmails: [] },
    },
    { aws_eks_addon: 4, aws_secretsmanager_secret: 0, aws_sns_topic_subscription: 0, aws_cloudwatch_metric_alarm: 4 },
  ),
  prodWith('tags that look like HCL', { aws: { tags: hostileTags } }, { aws_vpc: 1 }),
  everything,
];
