import type { GraphNode, OnnxModel } from './read.js';

/** What an operator does with NaN: gives it on, takes it as a missing value, or takes it as any other value. */
type Treatment = 'passes' | 'understands' | 'confuses';

const TREATMENT_OF: Readonly<Record<string, (node: GraphNode) => Treatment>> = {
  IsNaN: () => 'understands',
  Imputer: (node) => (Number.isNaN(node.attributes.get('replaced_value_float')?.float()) ? 'understands' : 'passes'),
  TreeEnsemble: treeTreatment,
  TreeEnsembleClassifier: treeTreatment,
  TreeEnsembleRegressor: treeTreatment,
};

/** A tree that tracks no missing value takes the branch of NaN for false: its answer is confident and wrong. */
function treeTreatment(node: GraphNode): Treatment {
  const tracks = node.attributes.get('nodes_missing_value_tracks_true')?.greatestInteger() ?? 0;
  return tracks > 0 ? 'understands' : 'confuses';
}

/** Tells whether the operators that an input reaches are made for missing values: NaN may be sent only then. */
export function handlesMissing(model: OnnxModel, inputName: string): boolean {
  const carriers = new Set([inputName]);
  let isUnderstood = false;
  for (const node of model.nodes) {
    if (!node.inputs.some((name) => carriers.has(name))) continue;
    const treatment = TREATMENT_OF[node.opType]?.(node) ?? 'passes';
    if (treatment === 'confuses') return false;
    if (treatment === 'understands') isUnderstood = true;
    else for (const output of node.outputs) carriers.add(output);
  }
  return isUnderstood;
}
