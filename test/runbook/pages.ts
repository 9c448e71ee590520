import { readdirSync, readFileSync } from 'node:fs';
import { namesOf } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/schema.js';
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
  return String(renderRunbook(templates, { environment, names: namesOf(environment), manifests }).content);
}

export interface Variant {
  readonly title: string;
  readonly environment: Environment;
}

const off = { enabled: false };
const arn = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/1';

/** The environments that ship, and one for each further branch of the page's templates. */
export const variants: readonly Variant[] = [
  ...['dev', 'staging', 'prod'].map((name) => ({ title: name, environment: environmentOf(name) })),
  ...Object.entries({
    'an application load balancer beside the network one': {
      exposure: { ingress: { enabled: true, certificateArn: arn } },
    },
    'load balancers inside the network': {
      exposure: {
        loadBalancer: { scheme: 'internal' },
        ingress: { enabled: true, scheme: 'internal', certificateArn: arn },
      },
    },
    'no load balancer': { exposure: { loadBalancer: off } },
    'a hub that runs Argo CD': {
      gitops: { destinationCluster: 'prod-1', repoURL: 'git@github.com:example/private.git' },
    },
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
      workload: { image: { digest: `sha256:${'a'.repeat(64)}` } },
      pipeline: { githubRepository: 'example/inference-gitops', branch: 'main' },
    },
    'a model from S3': {
      workload: { model: { bucket: 'models', key: "a/it's(1).onnx", sha256: 'a'.repeat(64), sizeLimit: '256Mi' } },
    },
    'no secrets': { workload: { secrets: [] } },
    'secrets that somebody else copies': { addons: { 'external-secrets': off } },
    'nothing to watch with': {
      addons: { 'kube-prometheus-stack': off, 'metrics-server': off },
      observability: { containerInsights: false, alarmEmails: [] },
    },
    'an API inside the network': { cluster: { publicAccess: false } },
    China: { aws: { region: 'cn-north-1' } },
  }).map(([title, edit]) => ({ title, environment: environmentOf('prod', edit) })),
];
