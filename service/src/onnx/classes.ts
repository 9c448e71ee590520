import type { GraphNode, OnnxModel } from './read.js';

/** Operators whose output has the same labels as their input, in the same order. */
const PASSES_LABELS = new Set(['Cast', 'Identity', 'Reshape', 'Squeeze', 'Flatten']);
const LABEL_ATTRIBUTES = ['classlabels_int64s', 'classlabels_ints', 'classlabels_strings'];

/** Reads the labels that a node's attributes declare, as text; int64 labels keep all their digits. */
export function declaredLabels(node: GraphNode): string[] | undefined {
  for (const name of LABEL_ATTRIBUTES) {
    const attribute = node.attributes.get(name);
    const labels = name.endsWith('strings') ? attribute?.strings() : attribute?.integers().map(String);
    if (labels !== undefined && labels.length > 0) return labels;
  }
  return undefined;
}

/**
 * Finds the class labels behind a label output, in the order of the probability columns: walks from the output back to
 * the classifier that declares them, or to the table of classes in which an index is looked up.
 */
export function labelsBehind(model: OnnxModel, outputName: string): string[] | undefined {
  const producers = new Map(model.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  let node = producers.get(outputName);
  for (let step = 0; node !== undefined && step < model.nodes.length; step++) {
    const labels = declaredLabels(node);
    if (labels !== undefined) return labels;
    const source = node.inputs[0] ?? '';
    if (node.opType === 'ArrayFeatureExtractor' || node.opType === 'Gather') {
      return model.initializers.get(source)?.labels();
    }
    if (!PASSES_LABELS.has(node.opType)) return undefined;
    node = producers.get(source);
  }
  return undefined;
}
