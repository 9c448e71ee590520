import { git, tryGit } from './git.js';

/** Finds the remote that this URL belongs to, however it is written there. */
export function remoteOf(folder: string, repoURL: string): { name: string | undefined; urls: readonly string[] } {
  const remotes = tryGit(folder, ['config', '-z', '--get-regexp', '^remote\\..*\\.url$'])
    .stdout.split('\0')
    .filter(Boolean);
  const urls = remotes.map((entry) => {
    const [key = '', url = ''] = entry.split('\n');
    return { name: key.slice('remote.'.length, -'.url'.length), url };
  });
  const wanted = addressOf(repoURL);
  return {
    name: urls.find(({ url }) => addressOf(url) === wanted)?.name,
    urls: urls.map(({ url }) => withoutCredentials(url)),
  };
}

/** Host and path: `https://host/a/b.git`, `git@host:a/b` and `ssh://git@host/a/b.git/` are one address. */
function addressOf(url: string): string {
  const scpLike = /^(?:[^/@:]+@)?([^/:]+):(?!\/\/)(.+)$/.exec(url);
  const [host, path] = scpLike ? [scpLike[1] as string, scpLike[2] as string] : parts(url);
  return `${host.toLowerCase()}/${path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '')}`;
}

function parts(url: string): [string, string] {
  if (!URL.canParse(url)) return ['', url];
  const { hostname, pathname } = new URL(url);
  return [hostname, decodeURIComponent(pathname)];
}

const withoutCredentials = (url: string): string => url.replace(/^([a-z+]+:\/\/)[^/@]*@/, '$1');

/** How many commits of HEAD the remote's branch lacks, as far as was last fetched; undefined where that isn't known. */
export function unpushedCommits(folder: string, remote: string, revision: string): number | undefined {
  const branch = `refs/remotes/${remote}/${revision.replace(/^refs\/heads\//, '')}`;
  const known = tryGit(folder, ['rev-parse', '--verify', '--quiet', branch]).status === 0;
  return known ? Number(git(folder, ['rev-list', '--count', `${branch}..HEAD`]).trim()) : undefined;
}
