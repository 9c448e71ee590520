import { ATTRIBUTE, GRAPH, NODE } from './fields.js';
import type { GraphNode, OnnxModel } from './read.js';
import { replaceInGraph } from './rewrite.js';
import { lengthDelimited, splitFields, text, type WireField } from './wire.js';
import { attributeBytes } from './write.js';

/** The locale of every Linux since glibc 2.35: it folds the case of all of Unicode, as en_US.UTF-8 does. */
const BUILT_IN = 'C.UTF-8';

/**
 * Gives the nodes that normalise strings a locale that needs no installation, instead of en_US.UTF-8, their default.
 */
export function withBuiltInLocale(model: OnnxModel): Uint8Array {
  const nodes = model.nodes.filter(({ opType }) => opType === 'StringNormalizer');
  return Buffer.concat(replaceInGraph(model, new Map(nodes.map((node) => [node.field, localised(node)]))));
}

function localised({ field }: GraphNode): Uint8Array[] {
  const kept = splitFields(field.payload).filter((part) => part.tag !== NODE.attribute || !isLocale(part));
  const locale = lengthDelimited(NODE.attribute, [attributeBytes('locale', { string: BUILT_IN })]);
  return lengthDelimited(GRAPH.node, [...kept.map(({ raw }) => raw), ...locale]);
}

const isLocale = (attribute: WireField): boolean =>
  splitFields(attribute.payload).some(({ tag, payload }) => tag === ATTRIBUTE.name && text(payload) === 'locale');
