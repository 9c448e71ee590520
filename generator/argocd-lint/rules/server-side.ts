import { listAt, type Rule, textAt, warning } from '../model.js';

/** What is applied by the server is compared by the server: else defaults that it adds show as differences for ever. */
export const serverSide: Rule = ({ applications }) =>
  applications.flatMap((application) => {
    const applies = listAt(application.object, 'spec', 'syncPolicy', 'syncOptions').includes('ServerSideApply=true');
    const compares = textAt(
      application.object,
      'metadata',
      'annotations',
      'argocd.argoproj.io/compare-options',
    ).includes('ServerSideDiff=true');
    return applies && !compares
      ? [
          warning(
            application,
            'server-side-diff',
            ['metadata'],
            'With ServerSideApply=true, annotate argocd.argoproj.io/compare-options: ServerSideDiff=true.',
          ),
        ]
      : [];
  });
