import { listAt, type Rule, type ScannedObject, textAt } from '../scene.js';

/**
 * An Application that is applied by the API server is also compared by it. Otherwise the defaults that the server adds
 * show as differences for ever.
 */
export const serverSide: Rule = {
  name: 'server-side-diff',
  *check({ applications }) {
    for (const application of applications) {
      if (!appliesByServer(application) || comparesByServer(application)) continue;
      const message = 'With ServerSideApply=true, annotate argocd.argoproj.io/compare-options: ServerSideDiff=true.';
      yield { in: application, severity: 'warning', path: ['metadata'], message };
    }
  },
};

const appliesByServer = ({ object }: ScannedObject): boolean =>
  listAt(object, 'spec', 'syncPolicy', 'syncOptions').includes('ServerSideApply=true');

const comparesByServer = ({ object }: ScannedObject): boolean =>
  textAt(object, 'metadata', 'annotations', 'argocd.argoproj.io/compare-options').includes('ServerSideDiff=true');
