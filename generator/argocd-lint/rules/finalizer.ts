import { manifestsOf } from '../admission.js';
import { finding, listAt, type Rule } from '../model.js';

const cascade = /^resources-finalizer\.argocd\.argoproj\.io(\/|$)/;

/** Deleting a root that cascades deletes every Application below it, and with theirs everything that they deployed. */
export const finalizer: Rule = (scene) =>
  scene.applications
    .filter((application) => manifestsOf(application, scene).some(({ kind }) => kind === 'Application'))
    .flatMap((root) =>
      listAt(root.object, 'metadata', 'finalizers').flatMap((name, position) =>
        cascade.test(String(name))
          ? [
              finding(
                root,
                'root-finalizer',
                ['metadata', 'finalizers', position],
                'This Application manages Applications: with this finalizer, deleting it deletes all that they deployed. Remove the finalizer.',
              ),
            ]
          : [],
      ),
    );
