import { listAt, type Rule, type ScannedObject, textAt } from '../scene.js';

/** What the server applies, the server has to compare: else defaults that it adds show as differences for ever. */
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
