import { isGiven, type Rule, type ScannedObject, textAt, valueAt } from '../scene.js';

/** Labels of a namespace, such as its pod security, apply to everything in it: only one Application may set them. */
export const namespace: Rule = {
  name: 'namespace',
  *check({ applications, workloads, ownManifests }) {
    for (const application of applications) {
      if (!isGiven(valueAt(application.object, 'spec', 'syncPolicy', 'managedNamespaceMetadata'))) continue;
      const target = destinationOf(application);
      const others = applications.filter((one) => one !== application && !ownManifests.has(one.name));
      const other = others.find((one) => destinationOf(one) === target);
      if (!other) continue;
      const message =
        `${other.name} is in this namespace as well, and the labels that this ` +
        'Application sets on it would apply to that one too: choose another namespace.';
      const workload = workloads.get(textAt(application.object, 'spec', 'destination', 'namespace'));
      const field = workload !== undefined && { field: ['workloads', workload, 'namespace'] };
      yield { in: application, path: ['spec', 'destination', 'namespace'], message, ...field };
    }
  },
};

const destinationOf = ({ object }: ScannedObject): string =>
  ['server', 'name', 'namespace'].map((key) => textAt(object, 'spec', 'destination', key)).join(' ');
