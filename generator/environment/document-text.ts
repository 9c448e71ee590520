import { type Document, isCollection, type Node, Scalar, visit } from 'yaml';

/**
 * Writes a document; collections on one line, such as `[a, b]`, are copied as they were written.
 *
 * @param source the text that the document was read from
 * @param isAltered tells a collection that has another content than there
 */
export function documentText(document: Document, source: string, isAltered: (node: Node) => boolean): string {
  const copies: string[] = [];
  let token = 'copied';
  while (source.includes(token)) token += '-';
  visit(document, {
    Collection(key, node) {
      const { flow, range, anchor, tag } = node as typeof node & { anchor?: string };
      const text = range && !isAltered(node as Node) ? source.slice(range[0], range[1]) : '';
      if (key === 'key' || !flow || !isCollection(node) || text === '' || text.includes('\n') || anchor || tag)
        return undefined;
      const copy = new Scalar(`${token}${copies.length}.`);
      if (node.comment) copy.comment = node.comment;
      if (node.commentBefore) copy.commentBefore = node.commentBefore;
      if (node.spaceBefore) copy.spaceBefore = true;
      copies.push(text);
      return copy;
    },
  });
  return document
    .toString({ lineWidth: 0 })
    .replace(new RegExp(`${token}([0-9]+)\\.`, 'g'), (_, index: string) => copies[Number(index)] as string);
}
