import { declaredLabels } from './classes.js';
import { ELEMENT, GRAPH, MODEL, SEQUENCE_TYPE, TENSOR_TYPE, TYPE, VALUE_INFO } from './fields.js';
import type { GraphNode, GraphValue, OnnxModel } from './read.js';
import { replaceInGraph } from './rewrite.js';
import { integer, lengthDelimited, splitFields } from './wire.js';
import { nodeBytes, opsetBytes, tensorInfoBytes } from './write.js';

/** A model after rewriting. */
export interface Rewritten {
  /** The model to load: the same bytes when nothing had to change. */
  readonly bytes: Uint8Array;
  /** Class labels of probability outputs whose ZipMap was removed, by output name. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
}

/** A replacement of a node in the graph: nodes that copy its tensors to the outputs listed. */
interface Replacement {
  readonly node: GraphNode;
  readonly output: GraphValue;
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  readonly elementType: number;
  readonly labels: readonly string[] | undefined;
}

/**
 * Makes every output a tensor, because onnxruntime-node answers with tensors only. Exporters end classifiers with
 * ZipMap (a sequence of maps) and multi-output classifiers with SequenceConstruct; their tensor inputs become the
 * outputs instead, under the same name (numbered for a sequence). The numbers are the same: both operators only repack
 * them.
 */
export function exposeTensors(bytes: Uint8Array, model: OnnxModel): Rewritten {
  const replacements = model.outputs.flatMap((output) => replacementFor(model, output));
  const labels = new Map(
    replacements.flatMap(({ output, labels }) => (labels ? [[output.name, labels] as const] : [])),
  );
  if (replacements.length === 0) return { bytes, labels };
  return { bytes: rewrite(model, replacements), labels };
}

function replacementFor(model: OnnxModel, output: GraphValue): Replacement[] {
  const node = model.nodes.find(({ outputs }) => outputs.includes(output.name));
  if (node?.opType === 'ZipMap') {
    const copies = [{ from: node.inputs[0] ?? '', to: output.name }];
    return [{ node, output, copies, elementType: ELEMENT.float, labels: declaredLabels(node) }];
  }
  if (node?.opType === 'SequenceConstruct') {
    const copies = node.inputs.map((from, index) => ({ from, to: `${output.name}_${index}` }));
    return [{ node, output, copies, elementType: sequenceElement(output), labels: undefined }];
  }
  return [];
}

function rewrite(model: OnnxModel, replacements: readonly Replacement[]): Uint8Array {
  const replaced = new Map(
    replacements.flatMap(({ node, output, copies, elementType }) => [
      [node.field, copies.flatMap(({ from, to }) => lengthDelimited(GRAPH.node, [identity(from, to)]))] as const,
      [output.field, copies.flatMap(({ to }) => lengthDelimited(GRAPH.output, [table(to, elementType)]))] as const,
    ]),
  );
  return Buffer.concat([...replaceInGraph(model, replaced), ...coreOpset(model)]);
}

const identity = (from: string, to: string): Uint8Array =>
  nodeBytes({ opType: 'Identity', domain: '', inputs: [from], outputs: [to], attributes: {} });

const table = (name: string, elementType: number): Uint8Array =>
  tensorInfoBytes({ name, elementType, shape: ['', ''] });

/** Reads the element type of the tensors in a sequence output. */
function sequenceElement(output: GraphValue): number {
  const path = [VALUE_INFO.type, TYPE.sequence, SEQUENCE_TYPE.element, TYPE.tensor];
  const tensor = path.reduce((message, tag) => inner(message, tag), output.field.payload);
  return integer(splitFields(tensor).filter(({ tag }) => tag === TENSOR_TYPE.elementType)) ?? ELEMENT.float;
}

const inner = (message: Uint8Array, tag: number): Uint8Array =>
  splitFields(message).find((field) => field.tag === tag)?.payload ?? new Uint8Array();

/** Imports the core operators where the graph doesn't: Identity is one, and a graph of ML operators needs none. */
function coreOpset(model: OnnxModel): Uint8Array[] {
  return model.opsetDomains.some((domain) => domain === '' || domain === 'ai.onnx')
    ? []
    : lengthDelimited(MODEL.opsetImport, [opsetBytes('', 13)]);
}
