import { isGiven, listAt, type Rule, valueAt } from '../scene.js';

const pointers = ['jsonPointers', 'jqPathExpressions', 'managedFieldsManagers'];

/**
 * An entry without `group` matches the core group only: for a Deployment it ignores nothing, and Argo CD doesn't
 * report that (argo-cd #28590).
 */
export const ignoreDifferences: Rule = {
  name: 'ignore-differences',
  *check({ applications }) {
    for (const application of applications) {
      for (const [position, entry] of listAt(application.object, 'spec', 'ignoreDifferences').entries()) {
        const path = ['spec', 'ignoreDifferences', position];
        for (const message of mistakesIn(entry)) yield { in: application, path, message };
      }
    }
  },
};

function* mistakesIn(entry: unknown): Iterable<string> {
  if (!isGiven(valueAt(entry, 'group')))
    yield 'There is no group: name it, such as apps for a Deployment; ' +
      'for a core kind write "*", since Argo CD removes an empty one.';
  if (!isGiven(valueAt(entry, 'kind'))) yield 'There is no kind: name the kind of the objects.';
  if (!pointers.some((key) => listAt(entry, key).length > 0))
    yield `Nothing is ignored: give it one of ${pointers.join(', ')}.`;
}
