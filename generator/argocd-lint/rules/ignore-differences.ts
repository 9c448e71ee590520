import { finding, isGiven, listAt, type Rule, valueAt } from '../model.js';

const pointers = ['jsonPointers', 'jqPathExpressions', 'managedFieldsManagers'];

/** An entry without `group` matches the core group only, so for a Deployment it ignores nothing, silently (argo-cd #28590). */
export const ignoreDifferences: Rule = ({ applications }) =>
  applications.flatMap((application) => {
    const path = ['spec', 'ignoreDifferences'];
    return listAt(application.object, ...path).flatMap((entry, position) => {
      const place = [...path, position];
      const found = [];
      if (!isGiven(valueAt(entry, 'group'))) {
        found.push(
          finding(
            application,
            'ignore-differences',
            place,
            'There is no group: name it, such as apps for a Deployment; for a core kind write "*", since Argo CD takes an empty one out again.',
          ),
        );
      }
      if (!isGiven(valueAt(entry, 'kind'))) {
        found.push(
          finding(application, 'ignore-differences', place, 'There is no kind: name the kind of the objects.'),
        );
      }
      if (!pointers.some((key) => listAt(entry, key).length > 0)) {
        found.push(
          finding(
            application,
            'ignore-differences',
            place,
            `Nothing is ignored: give it one of ${pointers.join(', ')}.`,
          ),
        );
      }
      return found;
    });
  });
