import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { mergeDeep } from '../../../generator/base/merge.js';
import { type LoadedEnvironments, loadEnvironments } from '../../../generator/environment/load.js';
import { hasErrors } from '../../../generator/environment/problem.js';
import type { Environment } from '../../../generator/environment/resolve.js';
import { repositoryRoot } from '../../../tools/folders.js';
import { shippedAddOns } from '../../helpers/add-ons.js';
import { allPairs, type Exclusion, type Row } from './all-pairs.js';

const accountId = '111122223333';
const certificateArn = `arn:aws:acm:ap-southeast-2:${accountId}:certificate/0f0e0d0c-1111-2222-3333-444455556666`;
const zones = ['ap-southeast-2a', 'ap-southeast-2b', 'ap-southeast-2c'];

const group = { name: 'general', instanceTypes: ['m6i.large', 'm5.large'], capacity: 'on-demand', min: 2, max: 12 };
const gpu = {
  ...group,
  name: 'gpu',
  instanceTypes: ['g5.xlarge'],
  min: 0,
  max: 2,
  labels: { 'example.com/accelerator': 'gpu' },
  taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
};
const arm = {
  ...group,
  instanceTypes: ['m7g.large', 'm6g.large'],
  amiType: 'AL2023_ARM_64_STANDARD',
  amiRelease: 'newest',
};

const subnets = (third: number, first: string) =>
  zones.map((zone, index) => ({ id: `subnet-${first}${index}`, zone, cidr: `10.0.${third + index}.0/24` }));
const ranges = (from: number) => zones.map((_, index) => `10.0.${from + index}.0/24`);

const existingNetwork = {
  existing: {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    cidr: '10.0.0.0/16',
    privateSubnets: subnets(10, '0a'),
    publicSubnets: subnets(1, '0b'),
  },
};

/** What each value of an option writes in prod.yaml. What depends on the workload is written for each. */
const edits = {
  nodes: {
    'on demand': {},
    spot: { cluster: { nodeGroups: [{ ...group, capacity: 'spot' }] } },
    arm: { cluster: { nodeGroups: [arm] } },
    'tainted gpu': { cluster: { nodeGroups: [group, gpu] } },
  },
  scaler: {
    'cluster-autoscaler': {},
    karpenter: { addons: { 'cluster-autoscaler': { enabled: false }, karpenter: { enabled: true } } },
    'cluster-autoscaler, and KEDA for pods': {
      addons: { keda: { enabled: true } },
      workloadDefaults: { replicas: { targetQueueDepth: 4, targetRequestsPerSecond: 12.5 } },
    },
  },
  network: {
    'two zones': {},
    'three zones': {
      network: { availabilityZones: zones, publicSubnets: ranges(1), privateSubnets: ranges(10) },
    },
    existing: { network: existingNetwork },
    'existing, and its cluster': {
      network: existingNetwork,
      cluster: {
        existing: {
          name: 'Platform_1',
          oidcIssuer: 'https://oidc.eks.ap-southeast-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9',
        },
      },
      aws: { namePrefix: 'platform-ml' },
      addons: { 'kube-prometheus-stack': { existing: true }, 'external-secrets': { existing: true } },
    },
    'no nat': { network: { natGateways: 'none' } },
  },
  endpoint: {
    public: {},
    private: { cluster: { publicAccess: false, publicAccessCidrs: [] } },
  },
  argocd: {
    own: {},
    hub: { gitops: { destinationCluster: 'prod-eks' } },
    guest: {
      gitops: { destinationCluster: 'prod-eks', existing: { namespace: 'team-ml', project: 'ml' } },
    },
  },
  registry: {
    own: {},
    shared: { registry: { accountId, region: 'ap-southeast-2' } },
    'in another account': { registry: { accountId: '999900001111', region: 'us-east-1' } },
  },
  pipeline: {
    none: {},
    github: { pipeline: { githubRepository: 'example/inference-gitops', branch: 'main' } },
    'github with a known provider': {
      pipeline: { githubRepository: 'example/inference-gitops', branch: 'main', createOidcProvider: false },
    },
    'that runs Terraform': {
      pipeline: {
        githubRepository: 'example/inference-gitops',
        branch: 'main',
        terraform: { applyPolicies: [`arn:aws:iam::${accountId}:policy/own-terraform`] },
      },
    },
  },
  iam: {
    plain: {},
    bounded: {
      aws: {
        permissionsBoundary: `arn:aws:iam::${accountId}:policy/boundary`,
        rolePath: '/platform/',
        assumeRoleArn: `arn:aws:iam::${accountId}:role/terraform`,
      },
    },
    prefix: { aws: { namePrefix: 'a-prefix-that-is-as-long-as-it-gets' } },
  },
  pod: {
    plain: {},
    'with everything beside the service': {
      workloadDefaults: {
        pod: {
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ key: 'example.com/noisy', operator: 'Exists' }],
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 1, preference: { matchExpressions: [{ key: 'example.com/fast', operator: 'Exists' }] } },
              ],
            },
          },
          topologySpreadConstraints: [
            { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway' },
          ],
          priorityClassName: 'system-cluster-critical',
          annotations: { 'example.com/note': 'a' },
          labels: { 'example.com/team': 'b' },
          env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
          volumes: [{ name: 'lookup', emptyDir: { sizeLimit: '16Mi' } }],
          volumeMounts: [{ name: 'lookup', mountPath: '/lookup', readOnly: true }],
          sidecars: [
            {
              name: 'proxy',
              image: 'registry.example.com/proxy:1.2.3',
              resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
              ports: [{ name: 'proxy', containerPort: 8080 }],
              livenessProbe: { tcpSocket: { port: 8080 } },
              readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
            },
          ],
          initContainers: [
            {
              name: 'warm-up',
              image: 'registry.example.com/warm-up:1.2.3',
              resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
            },
          ],
          probes: { readiness: { periodSeconds: 3 } },
          preStopSleepSeconds: 150,
          serviceAccountAnnotations: { 'example.com/note': 'c' },
        },
        values: { rollout: { maxSurge: 2 }, loadBalancer: { annotations: { 'example.com/note': 'd' } } },
      },
    },
  },
  cpu: {
    limit: {},
    'no limit': { workloadDefaults: { resources: { limits: { cpu: null } } } },
  },
  secrets: {
    own: {},
    'that exist': {
      workloadDefaults: {
        secrets: [
          {
            arn: 'arn:aws:secretsmanager:ap-southeast-2:444455556666:secret:rds!db-1a2b-AbCdEf',
            kmsKeyArn: 'arn:aws:kms:ap-southeast-2:444455556666:key/0f0e',
            property: 'password',
            variable: 'PGPASSWORD',
          },
          { parameter: '/team/feed/url', variable: 'FEED_URL' },
          { name: 'api-keys', variable: 'API_KEYS' },
        ],
      },
    },
  },
  alerts: {
    'to the topic of the alarms': {},
    'to receivers of every kind': {
      observability: {
        receivers: [
          { severity: 'critical', pagerDuty: { secret: 'pager-key' } },
          { slack: { secret: 'chat-hook' } },
          { sns: { topic: 'ml-alerts' } },
          { severity: 'warning', sns: { arn: 'arn:aws:sns:us-east-1:444455556666:central' } },
        ],
      },
    },
    'to nobody': { observability: { receivers: [] } },
  },
  own: {
    nothing: {},
    // Not written in the file: they stand beside it.
    'files, in a folder of a larger repository': {},
  },
  model: {
    default: {},
    'with files, of another account': {
      workloadDefaults: {
        model: {
          bucket: 'acme-models',
          region: 'eu-west-1',
          accountId: '444455556666',
          kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/0f0e',
          key: 'llm/7/model.onnx',
          sha256: 'a'.repeat(64),
          files: [{ name: 'model.onnx.data', sha256: 'b'.repeat(64) }],
          sizeLimit: '3Gi',
        },
      },
    },
    s3: {
      workloadDefaults: {
        model: { bucket: 'acme-models', key: 'churn/7.onnx', sha256: 'a'.repeat(64), sizeLimit: '700Mi' },
      },
    },
  },
} satisfies Readonly<Record<string, Readonly<Record<string, object>>>>;

const ingress = (edit: object) => ({
  exposure: { loadBalancer: { enabled: false }, ingress: { enabled: true, certificateArn, ...edit } },
});

/** How clients reach a workload, by its key. */
const exposures = {
  'load balancer': () => ({}),
  'load balancer with TLS': () => ({ exposure: { loadBalancer: { certificateArn } } }),
  'internal load balancer': () => ({ exposure: { loadBalancer: { scheme: 'internal' } } }),
  ingress: (key: string) => ingress({ host: `${key}.example.com` }),
  'shared by host': (key: string) => ingress({ host: `${key}.example.com`, group: 'public' }),
  'shared by path': (key: string) => ingress({ path: `/${key}`, group: 'public' }),
  none: () => ({ exposure: { loadBalancer: { enabled: false } } }),
} satisfies Readonly<Record<string, (key: string) => object>>;

const keysOf = <T extends object>(values: T) => Object.keys(values) as (keyof T & string)[];

/** Those with most values first: so there are fewest rows. */
export const options = {
  exposure: keysOf(exposures),
  network: keysOf(edits.network),
  nodes: keysOf(edits.nodes),
  workloads: ['1', '2', '20'],
  registry: keysOf(edits.registry),
  pipeline: keysOf(edits.pipeline),
  iam: keysOf(edits.iam),
  scaler: keysOf(edits.scaler),
  endpoint: keysOf(edits.endpoint),
  argocd: keysOf(edits.argocd),
  pod: keysOf(edits.pod),
  cpu: keysOf(edits.cpu),
  secrets: keysOf(edits.secrets),
  alerts: keysOf(edits.alerts),
  own: keysOf(edits.own),
  model: keysOf(edits.model),
} satisfies Readonly<Record<keyof typeof edits | 'exposure' | 'workloads', readonly string[]>>;

/**
 * What rules refuse: a pipeline whose registry is another account's, one that would go on to another role, and
 * receivers to which there is no way.
 */
export const exclusions: readonly Exclusion[] = [
  ['network: no nat', 'alerts: to receivers of every kind'],
  ['iam: bounded', 'pipeline: that runs Terraform'],
  ['registry: in another account', 'pipeline: github'],
  ['registry: in another account', 'pipeline: github with a known provider'],
];

export type Choice = Row<typeof options>;

export const choices: readonly Choice[] = allPairs(options, exclusions);

/** The first is the reference design's, the second as long as a key may be; each second has an image of its own. */
const workloadKeys = Array.from({ length: 20 }, (_, index) =>
  index === 0 ? 'ml-inference' : index === 1 ? `w-${'x'.repeat(38)}` : `model-${index + 1}`,
);

const read = (name: string): string => readFileSync(`${repositoryRoot}environments/${name}.yaml`, 'utf8');

const ownFile = (folder: string, path: string, text: string) =>
  new Map([['prod', [{ file: `environments/prod/${folder}/${path}`, path, text }]]]);
const ownFiles = {
  manifests: ownFile(
    'manifests',
    'tools.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: banner, namespace: tools }\ndata: { text: hello }\n',
  ),
  terraform: ownFile('terraform', 'note.tf', 'resource "terraform_data" "note" {\n  input = "hello"\n}\n'),
};

/** Reads prod with these choices written in its file, as the command line reads a repository. */
export function loaded(choice: Choice): LoadedEnvironments {
  const written = Object.entries(edits).map(([name, values]) => {
    const value = choice[name as keyof typeof edits];
    return (values as Readonly<Record<string, object>>)[value] ?? {};
  });
  const workloads = workloadKeys.slice(0, Number(choice.workloads)).map((key, index) => {
    const image = index % 2 === 1 ? { image: { repository: `models/${key}` } } : {};
    return [key, { ...image, ...exposures[choice.exposure](key) }] as const;
  });
  const file = [parse(read('prod')), ...written, { workloads: Object.fromEntries(workloads) }].reduce(mergeDeep);
  const { network, cluster } = file;
  const of = ({ existing }: { existing?: object }) => existing && { existing };
  const text = stringify({ ...file, network: of(network) ?? network, cluster: of(cluster) ?? cluster });
  return loadEnvironments({
    defaults: { file: 'environments/defaults.yaml', text: read('defaults') },
    overrides: new Map([['prod', { file: 'environments/prod.yaml', text }]]),
    ...(choice.own === 'nothing' ? { folder: '' } : { folder: 'platform/ml/', ...ownFiles }),
    knownAddons: [...shippedAddOns.folders.keys()],
  });
}

/** The environment of a row, which has no errors. */
export function environmentOf(choice: Choice): Environment {
  const { environments, problems } = loaded(choice);
  const [environment] = environments;
  if (hasErrors(problems) || !environment) throw new Error(JSON.stringify(problems, undefined, 2));
  return environment;
}
