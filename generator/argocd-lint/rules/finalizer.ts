import { objectsOf } from '../admission.js';
import { listAt, type Rule } from '../scene.js';

const cascade = /^resources-finalizer\.argocd\.argoproj\.io(\/|$)/;

/**
 * With this finalizer, deleting an Application deletes what it manages. On a root those are Applications, and with
 * their own finalizers everything that they deployed.
 */
export const finalizer: Rule = {
  name: 'root-finalizer',
  *check(scene) {
    for (const application of scene.applications) {
      if (!objectsOf(application, scene).some((object) => scene.applications.includes(object))) continue;
      for (const [position, name] of listAt(application.object, 'metadata', 'finalizers').entries()) {
        if (!cascade.test(String(name))) continue;
        const message =
          'This Application manages Applications: with this finalizer, deleting it deletes all that they deployed. ' +
          'Remove it.';
        yield { in: application, path: ['metadata', 'finalizers', position], message };
      }
    }
  },
};
