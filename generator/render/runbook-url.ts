/**
 * Builds the URL of a file on the website of the repository's host. The kind of host is guessed from its name: GitLab
 * and Bitbucket where the name contains that, else GitHub, whose form of URL is the most common.
 *
 * @param repoURL in any form that git takes: `https://…`, `ssh://…`, `user@host:path`, `file:///…`
 * @param revision a branch, a commit, or a tag with or without `refs/tags/`
 * @param path of the file in the repository
 */
export function runbookURL(repoURL: string, revision: string, path: string): string {
  const scpLike = /^[^/:@]+@([^/:]+):(.+)$/.exec(repoURL);
  const url = new URL(scpLike ? `https://${scpLike[1]}/${scpLike[2]}` : repoURL);
  const folder = url.pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  if (url.protocol === 'file:') return `file://${folder}/${path}`;
  const origin = url.protocol === 'https:' ? url.origin : `https://${url.hostname}`;
  const name = revision.replace(/^refs\/(heads|tags)\//, '');
  return `${origin}${folder}/${fileView(url.hostname)}/${encodeURI(name)}/${encodeURI(path)}`;
}

function fileView(host: string): string {
  if (host.includes('gitlab')) return '-/blob';
  return host.includes('bitbucket') ? 'src' : 'blob';
}
