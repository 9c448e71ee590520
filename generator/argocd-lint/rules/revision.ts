import { normalURL, type Rule, type Scene, sourcesOf, textAt } from '../scene.js';

/** Each source names a fixed revision: one that moves changes the cluster without a commit to this repository. */
export const revision: Rule = {
  name: 'revision',
  *check(scene) {
    for (const application of scene.applications) {
      for (const { source, path } of sourcesOf(application)) {
        const mistake = isOwn(source, scene) ? undefined : mistakeIn(source);
        if (mistake) yield { in: application, path: [...path, 'targetRevision'], ...mistake };
      }
    }
  },
};

/** The revision of this repository is a field of the environment, so the environment's rules check it. */
const isOwn = (source: unknown, { repoURL, targetRevision }: Scene): boolean =>
  textAt(source, 'targetRevision') === targetRevision && normalURL(textAt(source, 'repoURL')) === normalURL(repoURL);

function mistakeIn(source: unknown): { message: string; severity?: 'warning' } | undefined {
  const given = textAt(source, 'targetRevision');
  if (given === '' || given === 'HEAD') {
    return textAt(source, 'chart') === ''
      ? { severity: 'warning', message: 'HEAD is whatever the default branch is: name a branch, a tag or a commit.' }
      : { message: 'The version of the chart is missing.' };
  }
  const isRange = /[*^~><|\s]|(^|\.)x(\.|$)/i.test(given);
  return isRange ? { severity: 'warning', message: `"${given}" is a range: name one exact version.` } : undefined;
}
