import GithubSlugger from 'github-slugger';
import type { Code, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** Parses a page in GitHub's dialect of Markdown. */
export const parsePage = (text: string): Root =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

export function* nodesOf(node: Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* nodesOf(child);
}

/** Gives the text of a node without its markup. */
export const plainText = (node: Nodes): string =>
  [...nodesOf(node)].map((inner) => ('value' in inner && inner.type !== 'html' ? inner.value : '')).join('');

/** Lists the anchors that GitHub gives to the headings, in the order of the page. */
export function anchorsOf(page: Root): string[] {
  const slugger = new GithubSlugger();
  return [...nodesOf(page)].filter(({ type }) => type === 'heading').map((heading) => slugger.slug(plainText(heading)));
}

export const blocksOf = (page: Root, language: string): Code[] =>
  [...nodesOf(page)].filter((node): node is Code => node.type === 'code' && node.lang === language);
