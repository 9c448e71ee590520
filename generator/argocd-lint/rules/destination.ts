import { isGiven, type Rule, valueAt } from '../scene.js';

/** The CRD accepts a destination with no cluster or with two: Argo CD then fails, or deploys to an unexpected one. */
export const destination: Rule = {
  name: 'destination',
  *check({ applications }) {
    for (const application of applications) {
      const given = ['server', 'name'].filter((key) =>
        isGiven(valueAt(application.object, 'spec', 'destination', key)),
      );
      if (given.length === 1) continue;
      const message =
        given.length === 0
          ? 'The destination names no cluster: give it either server or name.'
          : 'The destination has both server and name: keep one.';
      yield { in: application, path: ['spec', 'destination'], message };
    }
  },
};
