import { application, restless, untilSettled } from './world.js';

const zones = ['ap-southeast-2a', 'ap-southeast-2b'];

/** An environment in a cluster that exists, with one small workload of a namespace of its own, and no add-ons. */
export const visitor = (name: string, cluster: string, gitops: object, addons: object = {}): object => ({
  apiVersion: 'inference-gitops/v2',
  name,
  aws: { accountId: '333344445555', namePrefix: name },
  network: {
    existing: {
      vpcId: 'vpc-0a1b2c3d',
      cidr: '10.77.0.0/16',
      privateSubnets: zones.map((zone, index) => ({ id: `subnet-0a${index}`, zone, cidr: `10.77.${index}.0/24` })),
      publicSubnets: [],
    },
  },
  cluster: {
    existing: { name: cluster, oidcIssuer: 'https://oidc.eks.ap-southeast-2.amazonaws.com/id/0A1B2C3D' },
  },
  workloads: {
    'ml-inference': null,
    [`${name}-model`]: {
      replicas: { min: 2, max: 2 },
      resources: { requests: { cpu: '50m', memory: '64Mi' } },
      secrets: [],
      exposure: { loadBalancer: { enabled: false } },
      image: { repository: `${name}-service` },
    },
  },
  addons: {
    'kube-prometheus-stack': { enabled: false },
    'external-secrets': { enabled: false },
    'metrics-server': { enabled: false },
    'aws-load-balancer-controller': { enabled: false },
    ...addons,
  },
  gitops: { confirmDeletion: false, ...gitops },
});

/** Waits until Applications are in sync and healthy. */
export const calm = (names: readonly string[], namespace: string): Promise<void> =>
  untilSettled(
    `${names.join(', ')} are synced and healthy`,
    () => Promise.all(names.map((name) => application(name, namespace))),
    restless,
    { seconds: 240 },
  );
