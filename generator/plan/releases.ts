import { parse } from 'yaml';
import { isPlainObject } from '../base/merge.js';
import { type Commit, historyOf } from '../git/commit.js';
import { filesAt } from '../git/tree-at.js';

/** What a workload ran. */
export interface Release {
  readonly workload: string;
  readonly image: string;
  readonly digest: string | null;
  readonly model: string | null;
  readonly chart: string | null;
}

/** A commit, and what the workloads of an environment run by it. */
export interface Released extends Commit {
  readonly workloads: readonly Release[];
}

/** As many releases are listed, of ten times as many commits at the most. */
const mostReleases = 20;

/** Lists the commits that brought another release of an environment, the newest first. */
export function releasesOf(root: string, name: string): Released[] {
  const folder = `rendered/${name}/workloads`;
  const commits = historyOf(root, [folder], 10 * mostReleases).map((commit) => ({
    ...commit,
    workloads: releasesAt(root, commit, folder),
  }));
  return commits
    .filter(({ workloads }, index) => JSON.stringify(workloads) !== JSON.stringify(commits[index + 1]?.workloads))
    .slice(0, mostReleases);
}

function releasesAt(root: string, { hash }: Commit, folder: string): Release[] {
  const files = filesAt(root, hash, folder);
  return [...files].flatMap(([path, text]) => {
    const [, workload = ''] =
      /^rendered\/[^/]+\/workloads\/([^/]+)\/chart\/values\.environment\.yaml$/.exec(path) ?? [];
    const values: unknown = workload === '' ? undefined : parse(text);
    if (!isPlainObject(values)) return [];
    const { image, model } = values as { image?: Record<string, string>; model?: Record<string, string> };
    const chart = /^version: (\S+)$/m.exec(
      files.get(path.replace(/values\.environment\.yaml$/, 'Chart.yaml')) ?? '',
    )?.[1];
    const repository = (image?.['repository'] ?? '').split('/').slice(1).join('/');
    return [
      {
        workload,
        image: `${repository}:${image?.['tag'] ?? ''}`,
        digest: image?.['digest'] || null,
        model: model?.['uri'] || null,
        chart: chart ?? null,
      },
    ];
  });
}
