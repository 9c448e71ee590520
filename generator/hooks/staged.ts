import { inside } from './work-tree.js';

const inputFolders = ['environments', 'argocd', 'charts', 'terraform-templates', 'runbook'] as const;

/** Where a staged change can make rendered/ another. */
export const concernedFolders = (prefix: string): string[] =>
  [...inputFolders, 'rendered'].map((folder) => inside(prefix, folder));

/** The environments that staged changes concern: some by name, or all of them. */
export type Concerned = 'all' | readonly string[];

/**
 * @param staged paths from the repository's root
 * @param exists whether the next commit has an environment of that name
 */
export function concernedEnvironments(staged: readonly string[], exists: (environment: string) => boolean): Concerned {
  const names = new Set<string>();
  for (const path of staged) {
    const [folder, first = ''] = path.split('/');
    if (folder === 'rendered') {
      if (exists(first)) names.add(first);
      continue;
    }
    const environment =
      folder === 'environments'
        ? /^([^/]+)(?:\.yaml$|\/(?:manifests|terraform)\/)/.exec(path.slice('environments/'.length))?.[1]
        : undefined;
    if (folder === 'environments' && environment === undefined) continue;
    // The defaults and the templates are everybody's; an environment that is gone leaves what was rendered for it.
    if (environment === undefined || environment === 'defaults' || !exists(environment)) return 'all';
    names.add(environment);
  }
  return [...names].sort();
}
