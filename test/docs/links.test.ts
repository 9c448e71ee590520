import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import test from 'ava';
import { repositoryRoot } from '../../tools/folders.js';
import { anchorsOf, nodesOf, parsePage } from '../runbook/markdown.js';

const readPage = (path: string) => parsePage(readFileSync(join(repositoryRoot, path), 'utf8'));

/** What git knows, and what it would take in. */
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'], {
  cwd: repositoryRoot,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => existsSync(join(repositoryRoot, path)));

/** Links that lead into this repository, such as `../docs/cost.md#prices`. */
const linksIn = (path: string): string[] =>
  [...nodesOf(readPage(path))]
    .flatMap((node) => (node.type === 'link' || node.type === 'image' || node.type === 'definition' ? node.url : []))
    .filter((url) => !/^[a-z]+:/.test(url));

/** Says what is wrong with a link of a page; undefined where it leads somewhere. */
function fault(page: string, link: string): string | undefined {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : relative('.', join(dirname(page), decodeURIComponent(file)));
  if (!existsSync(join(repositoryRoot, target))) return `there is no ${target}`;
  if (anchor === undefined || !target.endsWith('.md')) return undefined;
  return anchorsOf(readPage(target)).includes(anchor) ? undefined : `${target} has no heading #${anchor}`;
}

for (const page of pages) {
  test(`every link of ${page} leads to a file and a heading that are there`, (t) => {
    for (const link of linksIn(page)) t.is(fault(page, link), undefined, link);
    t.pass();
  });
}

test('a link to a file or a heading that is not there is found', (t) => {
  t.is(fault('README.md', 'docs/cost.md#prices'), undefined);
  t.is(fault('docs/cost.md', '#prices'), undefined);
  t.is(fault('README.md', 'docs/costs.md'), 'there is no docs/costs.md');
  t.is(fault('docs/cost.md', '../README.md#nowhere'), 'README.md has no heading #nowhere');
});
