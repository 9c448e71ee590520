import { readdirSync, readFileSync } from 'node:fs';
import { namesOf } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { compileRunbookTemplates, renderRunbook } from '../../generator/render/runbook.js';
import { specificationOf } from '../../generator/template/handlebars.js';
import { repositoryRoot } from '../../tools/folders.js';
import { environmentOf, renderedArgoCD } from '../argocd/rendering.js';

const folder = `${repositoryRoot}runbook/`;
const templates = compileRunbookTemplates(
  readdirSync(folder).map((path) => ({ path, text: readFileSync(folder + path, 'utf8') })),
  specificationOf,
);

/** Renders RUNBOOK.md of an environment. */
export function pageOf(environment: Environment): string {
  const { manifests } = renderedArgoCD(environment);
  return String(
    renderRunbook(templates, { environment, names: namesOf(environment), caller: 'npm run', manifests }).content,
  );
}

export interface Variant {
  readonly title: string;
  readonly environment: Environment;
}

const off = { enabled: false };
const model = { bucket: 'models', key: "a/it's(1).onnx", sha256: 'a'.repeat(64), sizeLimit: '256Mi' };
const existingSubnet = (id: string, zone: string, cidr: string) => ({ id: `subnet-${id}`, zone, cidr });
const arn = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/1';

const rdsSecret = 'arn:aws:secretsmanager:ap-southeast-2:444455556666:secret:rds!db-1a2b-AbCdEf';

/** Makes an edit of the one workload that ships. */
export const shippedWorkload = (edit: object): object => ({ workloads: { 'ml-inference': edit } });

/** Makes an edit that puts workloads in place of the one that ships. */
export const insteadOfShipped = (workloads: Readonly<Record<string, object>>): object => ({
  workloads: { 'ml-inference': null, ...workloads },
});

const ingress = (host: string, more: object = {}) => ({
  loadBalancer: off,
  ingress: { enabled: true, host, certificateArn: arn, ...more },
});

const twoWorkloads = insteadOfShipped({
  fraud: {
    image: { repository: 'fraud-service', tag: '2.3.1' },
    model,
    replicas: { max: 4 },
    exposure: ingress('fraud.example.com'),
  },
  churn: { secrets: [], replicas: { max: 3 }, exposure: { loadBalancer: off } },
});

const existingNetwork = {
  network: {
    existing: {
      vpcId: 'vpc-0a1b2c',
      cidr: '10.0.0.0/16',
      privateSubnets: [
        existingSubnet('0a1', 'ap-southeast-2a', '10.0.10.0/24'),
        existingSubnet('0a2', 'ap-southeast-2a', '10.0.12.0/24'),
        existingSubnet('0b1', 'ap-southeast-2b', '10.0.11.0/24'),
      ],
      publicSubnets: [existingSubnet('0b2', 'ap-southeast-2b', '10.0.1.0/24')],
    },
  },
};

const existingCluster = {
  ...existingNetwork,
  cluster: {
    existing: { name: 'platform', oidcIssuer: 'https://oidc.eks.ap-southeast-2.amazonaws.com/id/0A1B' },
  },
};

/** The environments that ship, and one for each further branch of the page's templates. */
export const variants: readonly Variant[] = [
  ...['dev', 'staging', 'prod'].map((name) => ({ title: name, environment: environmentOf(name) })),
  ...Object.entries({
    'two workloads': twoWorkloads,
    'workloads that share an image and a load balancer': {
      workloads: {
        fraud: { exposure: ingress('api.example.com', { group: 'public', path: '/fraud' }) },
        churn: { namespace: 'customers', exposure: ingress('api.example.com', { group: 'public', path: '/churn_2' }) },
      },
    },
    'an application load balancer beside the network one': shippedWorkload({
      exposure: { ingress: { enabled: true, certificateArn: arn } },
    }),
    'load balancers inside the network': shippedWorkload({
      exposure: {
        loadBalancer: { scheme: 'internal' },
        ingress: { enabled: true, scheme: 'internal', certificateArn: arn },
      },
    }),
    'no load balancer': shippedWorkload({ exposure: { loadBalancer: off } }),
    'a hub that runs Argo CD': {
      gitops: { destinationCluster: 'prod-1', repoURL: 'git@github.com:example/private.git' },
    },
    'a hub whose role is known': {
      gitops: { destinationCluster: 'prod-1', hubRoleArn: 'arn:aws:iam::111122223333:role/argocd-hub' },
    },
    "a guest in somebody's Argo CD": { gitops: { existing: { namespace: 'team-ml', project: 'ml' } } },
    "a guest in a hub's Argo CD": {
      gitops: { destinationCluster: 'prod-1', existing: { namespace: 'team-ml', project: 'ml' } },
    },
    'receivers of every kind': {
      observability: {
        receivers: [
          { severity: 'critical', pagerDuty: { secret: 'pager-key' } },
          { slack: { secret: 'chat-hook' } },
          { severity: 'warning', sns: { topic: 'ml-alerts' } },
        ],
      },
    },
    'alerts that nobody hears': { observability: { receivers: [] } },
    'Argo CD installed by somebody else': { addons: { 'argo-cd': off } },
    'syncs by hand, at certain times': {
      gitops: { autoSync: off, syncWindows: [{ kind: 'allow', schedule: '0 8 * * *', duration: '8h' }] },
    },
    Karpenter: { addons: { karpenter: { enabled: true }, 'cluster-autoscaler': off } },
    'nodes with ARM processors': {
      cluster: {
        nodeGroups: [
          {
            name: 'arm',
            instanceTypes: ['t4g.medium'],
            capacity: 'spot',
            min: 1,
            max: 3,
            diskSizeGiB: 50,
            amiType: 'AL2023_ARM_64_STANDARD',
            labels: {},
            taints: [],
          },
        ],
      },
    },
    'an image by its digest, from a pipeline': {
      ...shippedWorkload({ image: { digest: `sha256:${'a'.repeat(64)}` } }),
      pipeline: { githubRepository: 'example/inference-gitops', branch: 'main' },
    },
    'Terraform run by a pipeline, images pushed by another': {
      registry: { accountId: '999900001111', region: 'eu-west-1' },
      pipeline: {
        githubRepository: 'example/inference-gitops',
        branch: 'main',
        terraform: { planPolicies: [], applyPolicies: [] },
      },
    },
    'a registry of another account': { registry: { accountId: '999900001111', region: 'eu-west-1' } },
    'a VPC that exists': existingNetwork,
    'a cluster that exists': existingCluster,
    'a cluster that exists, in a hub, its own add-ons': {
      ...existingCluster,
      gitops: { destinationCluster: 'platform' },
      addons: Object.fromEntries(
        ['external-secrets', 'kube-prometheus-stack', 'metrics-server', 'aws-load-balancer-controller'].map((name) => [
          name,
          { existing: true },
        ]),
      ),
    },
    'a network without NAT': { network: { natGateways: 'none' } },
    'a model from S3': shippedWorkload({ model }),
    'a model with its weights in files, of another account': shippedWorkload({
      model: {
        ...model,
        region: 'eu-west-1',
        accountId: '444455556666',
        kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/models',
        files: [{ name: 'weights.data', sha256: 'b'.repeat(64) }],
      },
    }),
    'secrets that exist': shippedWorkload({
      secrets: [
        { arn: rdsSecret, kmsKeyArn: 'arn:aws:kms:ap-southeast-2:444455556666:key/shared', variable: 'PGPASSWORD' },
        { parameter: '/team/feed/url', variable: 'FEED_URL' },
      ],
    }),
    'no secrets': shippedWorkload({ secrets: [] }),
    'secrets that somebody else copies': { addons: { 'external-secrets': off } },
    'nothing to watch with': {
      addons: { 'kube-prometheus-stack': off, 'metrics-server': off },
      observability: { containerInsights: false, alarmEmails: [] },
    },
    'an API inside the network': { cluster: { publicAccess: false } },
    China: { aws: { region: 'cn-north-1' } },
  }).map(([title, edit]) => ({ title, environment: environmentOf('prod', edit) })),
];

/** Finds the environment of a variant by its title. */
export function variant(title: string): Environment {
  const found = variants.find((one) => one.title === title);
  if (!found) throw new Error(`There is no variant «${title}».`);
  return found.environment;
}
