import test from 'ava';
import { render } from './helm.js';
import { type KubernetesObject, ofKind, only } from './objects.js';

const on = {
  loadBalancer: false,
  ingress: false,
  externalSecrets: false,
  secrets: false,
  model: false,
  monitoring: false,
};
type On = typeof on;
type SwitchName = keyof On;

const names = Object.keys(on) as SwitchName[];
const where = (isOn: (name: SwitchName) => boolean): On =>
  Object.fromEntries(names.map((name) => [name, isOn(name)])) as On;

const secretVariables = [{ variable: 'TOKEN', remoteKey: 'a/token' }];
const valuesWith = ({ loadBalancer, ingress, externalSecrets, secrets, model, monitoring }: On) => ({
  loadBalancer: { enabled: loadBalancer },
  ingress: { enabled: ingress, certificateArn: 'arn:aws:acm:ap-southeast-2:111122223333:certificate/a' },
  secrets: { mode: externalSecrets ? 'external-secrets' : 'existing', variables: secrets ? secretVariables : [] },
  model: model ? { uri: 's3://models/a.onnx', sha256: 'a'.repeat(64) } : {},
  monitoring: {
    serviceMonitor: { enabled: monitoring },
    rules: { enabled: monitoring },
    dashboard: { enabled: monitoring },
  },
});

type Objects = readonly KubernetesObject[];

const podOf = (objects: Objects) => only(objects, 'Deployment').spec?.template.spec;
const has = (kind: Parameters<typeof ofKind>[1]) => (objects: Objects) => ofKind(objects, kind).length > 0;
const hasNamed = (name: string) => (objects: Objects) => objects.some(({ metadata }) => metadata.name === name);
const hasVolume = (name: string) => (objects: Objects) =>
  podOf(objects)?.volumes?.some((volume) => volume.name === name) ?? false;

/** What shows in the objects, and the switches by which it has to. */
const facts: Readonly<Record<string, readonly [follows: (on: On) => boolean, shows: (objects: Objects) => boolean]>> = {
  'there is a Service for the network load balancer': [({ loadBalancer }) => loadBalancer, hasNamed('ml-inference-lb')],
  'there is an Ingress': [({ ingress }) => ingress, has('Ingress')],
  'pods outlast a load balancer that still sends to them': [
    ({ loadBalancer, ingress }) => loadBalancer || ingress,
    (objects) => podOf(objects)?.containers[0]?.lifecycle?.preStop?.sleep?.seconds === 140,
  ],
  'pods have the time to outlast it': [
    ({ loadBalancer, ingress }) => loadBalancer || ingress,
    (objects) => podOf(objects)?.terminationGracePeriodSeconds === 180,
  ],
  'pods admit the subnets of load balancers': [
    ({ loadBalancer, ingress }) => loadBalancer || ingress,
    (objects) => only(objects, 'NetworkPolicy', 'ml-inference-api').spec?.ingress?.length === 2,
  ],
  'there is an ExternalSecret': [({ externalSecrets, secrets }) => externalSecrets && secrets, has('ExternalSecret')],
  'pods mount the secrets': [({ secrets }) => secrets, hasVolume('secrets')],
  'pods mount the model': [({ model }) => model, hasVolume('model')],
  'pods fetch the model first': [({ model }) => model, (objects) => podOf(objects)?.initContainers?.length === 1],
  'there is a ServiceMonitor': [({ monitoring }) => monitoring, has('ServiceMonitor')],
  'there are alerts': [({ monitoring }) => monitoring, has('PrometheusRule')],
  'there is a dashboard': [({ monitoring }) => monitoring, hasNamed('ml-inference-api-dashboard')],
};

for (const [title, switches] of [
  ['with every switch off', where(() => false)],
  ['with every switch on', where(() => true)],
  ...names.map((name) => [`with ${name} alone`, where((other) => other === name)] as const),
  ...names.map((name) => [`with everything but ${name}`, where((other) => other !== name)] as const),
] as const) {
  test(`each object follows the switches that it should, and no others: ${title}`, async (t) => {
    const objects = await render(valuesWith(switches));
    t.deepEqual(
      Object.entries(facts).flatMap(([name, [, shows]]) => (shows(objects) ? [name] : [])),
      Object.entries(facts).flatMap(([name, [follows]]) => (follows(switches) ? [name] : [])),
    );
  });
}
