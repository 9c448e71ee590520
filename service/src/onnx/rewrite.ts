import { MODEL } from './fields.js';
import type { OnnxModel } from './read.js';
import { lengthDelimited, type WireField } from './wire.js';

/** Returns the parts of a model in which some fields of the graph are replaced; the others aren't copied. */
export function replaceInGraph(
  model: OnnxModel,
  replaced: ReadonlyMap<WireField, readonly Uint8Array[]>,
): Uint8Array[] {
  const graph = model.graphFields.flatMap((field) => replaced.get(field) ?? [field.raw]);
  return model.modelFields.flatMap((field) =>
    field.tag === MODEL.graph ? lengthDelimited(MODEL.graph, graph) : [field.raw],
  );
}
