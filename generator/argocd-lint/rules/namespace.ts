import { finding, isGiven, type Manifest, type Rule, textAt, valueAt } from '../model.js';

/** Labels on a namespace, such as its pod security, bind everyone in it: who sets them has to be alone there. */
export const namespace: Rule = ({ applications }) =>
  applications.flatMap((application) => {
    if (!isGiven(valueAt(application.object, 'spec', 'syncPolicy', 'managedNamespaceMetadata'))) return [];
    const others = applications.filter((other) => other !== application && place(other) === place(application));
    return others
      .slice(0, 1)
      .map((other) =>
        finding(
          application,
          'namespace',
          ['spec', 'destination', 'namespace'],
          `${other.name} is in this namespace as well, and the labels that this Application puts on it would bind that one: choose another namespace.`,
        ),
      );
  });

const place = ({ object }: Manifest): string =>
  ['server', 'name', 'namespace'].map((key) => textAt(object, 'spec', 'destination', key)).join(' ');
