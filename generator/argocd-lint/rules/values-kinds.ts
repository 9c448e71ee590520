import { isPlainObject } from '../../base/merge.js';
import type { Path } from '../../environment/problem.js';
import { isListed } from '../admission.js';
import { type AddOnOfEnvironment, type Rule, type RuleFinding, type ScannedObject, textAt, valueAt } from '../scene.js';

/** Sections of Helm values that by convention make an object of a kind where they say `enabled: true`. */
const kindsOfSections: Readonly<Record<string, string>> = {
  autoscaling: 'autoscaling/HorizontalPodAutoscaler',
  httpRoute: 'gateway.networking.k8s.io/HTTPRoute',
  ingress: 'networking.k8s.io/Ingress',
  networkPolicy: 'networking.k8s.io/NetworkPolicy',
  pdb: 'policy/PodDisruptionBudget',
  persistence: '/PersistentVolumeClaim',
  podDisruptionBudget: 'policy/PodDisruptionBudget',
  podMonitor: 'monitoring.coreos.com/PodMonitor',
  prometheusRule: 'monitoring.coreos.com/PrometheusRule',
  serviceMonitor: 'monitoring.coreos.com/ServiceMonitor',
};

/** The project admits what an add-on's values switch on: Argo CD would refuse it at the sync. */
export const valuesKinds: Rule = {
  name: 'values-kinds',
  *check(scene) {
    for (const application of scene.applications) {
      const addOn = scene.addOns.get(application.name);
      const project = scene.projects.find(({ name }) => name === textAt(application.object, 'spec', 'project'));
      if (addOn && project) yield* refused(application, project, addOn);
    }
  },
};

function* refused(
  application: ScannedObject,
  project: ScannedObject,
  { key, values: own }: AddOnOfEnvironment,
): Iterable<RuleFinding> {
  const values = ['spec', 'source', 'helm', 'valuesObject'];
  for (const path of switchedOn(valueAt(application.object, ...values))) {
    const wanted = kindsOfSections[String(path.at(-1))] ?? '';
    const [group = '', kind = ''] = wanted.split('/');
    if (isListed(project, 'namespaceResourceWhitelist', { group, kind, name: '' })) continue;
    const field = ['addons', key, 'values', ...path, 'enabled'];
    const message =
      `This makes ${kind} objects, which the add-on's project doesn't admit: Argo CD would refuse them. ` +
      `Say addons.${key}.kinds: { namespaced: [${wanted.replace(/^\//, '')}] }.`;
    const isOwn = valueAt(own, ...path.map(String), 'enabled') !== undefined;
    yield { in: application, path: [...values, ...path, 'enabled'], message, ...(isOwn && { field }) };
  }
}

/** Paths of the sections that are switched on. */
function* switchedOn(values: unknown, path: Path = []): Iterable<Path> {
  if (!isPlainObject(values)) return;
  for (const [key, value] of Object.entries(values)) {
    if (Object.hasOwn(kindsOfSections, key) && valueAt(value, 'enabled') === true) yield [...path, key];
    yield* switchedOn(value, [...path, key]);
  }
}
