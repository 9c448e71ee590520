import {
  ATTRIBUTE,
  ELEMENT,
  GRAPH,
  MODEL,
  NODE,
  OPSET,
  PROPERTY,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './fields.js';
import { float, floatCount, greatestInteger, int64s, integer, splitFields, text, type WireField } from './wire.js';

/** An attribute of a node, decoded on demand: a forest's attributes are nearly the whole file. */
export interface Attribute {
  readonly integers: () => bigint[];
  readonly greatestInteger: () => number;
  readonly strings: () => string[];
  readonly floatCount: () => number;
  readonly integer: () => number | undefined;
  readonly float: () => number | undefined;
}

export interface GraphNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly field: WireField;
}

export interface Initializer {
  readonly dims: readonly number[];
  /** The elements as text, for int64, int32 and string tensors; undefined for others. */
  readonly labels: () => string[] | undefined;
  /** The file with the elements, relative to the model's; undefined where they are in the model itself. */
  readonly externalFile: string | undefined;
}

export interface GraphValue {
  readonly name: string;
  readonly field: WireField;
}

/** The outline of an ONNX model's graph, with the bytes it came from. */
export interface OnnxModel {
  readonly modelFields: readonly WireField[];
  readonly graphFields: readonly WireField[];
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, Initializer>;
  readonly outputs: readonly GraphValue[];
  /** The inputs that are declared to have no axis: scalars. */
  readonly scalars: ReadonlySet<string>;
  readonly opsetDomains: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the outline of a model.
 * @throws Error when the bytes aren't an ONNX model
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  const modelFields = splitFields(bytes);
  const graph = modelFields.find(({ tag }) => tag === MODEL.graph);
  if (graph === undefined) throw new Error('the file holds no graph');
  const graphFields = splitFields(graph.payload);
  return {
    modelFields,
    graphFields,
    nodes: withTag(graphFields, GRAPH.node).map(readNode),
    initializers: new Map(withTag(graphFields, GRAPH.initializer).map(readInitializer)),
    outputs: withTag(graphFields, GRAPH.output).map((field) => ({ name: valueName(field), field })),
    scalars: new Set(withTag(graphFields, GRAPH.input).filter(isScalar).map(valueName)),
    opsetDomains: withTag(modelFields, MODEL.opsetImport).map((field) =>
      firstText(splitFields(field.payload), OPSET.domain),
    ),
    metadata: Object.fromEntries(withTag(modelFields, MODEL.metadataProps).map(readProperty)),
  };
}

/** Lists the files that hold elements of a model's constants, relative to the model's own file. */
export const externalFiles = ({ initializers }: OnnxModel): string[] => [
  ...new Set([...initializers.values()].flatMap(({ externalFile }) => externalFile ?? [])),
];

const withTag = (fields: readonly WireField[], tag: number): WireField[] => fields.filter((field) => field.tag === tag);

const firstText = (fields: readonly WireField[], tag: number): string => {
  const found = fields.find((field) => field.tag === tag);
  return found === undefined ? '' : text(found.payload);
};

const valueName = (field: WireField): string => firstText(splitFields(field.payload), VALUE_INFO.name);

/** Tells whether a value declares a shape without axes. A value that declares no shape may have any. */
function isScalar(field: WireField): boolean {
  const path = [VALUE_INFO.type, TYPE.tensor, TENSOR_TYPE.shape];
  const shape = path.reduce<Uint8Array | undefined>(
    (message, tag) => message && splitFields(message).find((inner) => inner.tag === tag)?.payload,
    field.payload,
  );
  return shape !== undefined && !splitFields(shape).some(({ tag }) => tag === SHAPE.dim);
}

function readProperty(field: WireField): [string, string] {
  const fields = splitFields(field.payload);
  return [firstText(fields, PROPERTY.key), firstText(fields, PROPERTY.value)];
}

function readNode(field: WireField): GraphNode {
  const fields = splitFields(field.payload);
  const texts = (tag: number): string[] => withTag(fields, tag).map(({ payload }) => text(payload));
  return {
    opType: firstText(fields, NODE.opType),
    inputs: texts(NODE.input),
    outputs: texts(NODE.output),
    attributes: new Map(withTag(fields, NODE.attribute).map(readAttribute)),
    field,
  };
}

function readAttribute(field: WireField): [string, Attribute] {
  // Splitting alone would make an object per element where a list isn't packed, so it is done on demand.
  const fields = (tag: number): WireField[] => withTag(splitFields(field.payload), tag);
  const attribute: Attribute = {
    integers: () => int64s(fields(ATTRIBUTE.ints)),
    greatestInteger: () => greatestInteger(field.payload, ATTRIBUTE.ints),
    strings: () => fields(ATTRIBUTE.strings).map(({ payload }) => text(payload)),
    floatCount: () => floatCount(fields(ATTRIBUTE.floats)),
    integer: () => integer(fields(ATTRIBUTE.i)),
    float: () => float(fields(ATTRIBUTE.f)),
  };
  return [leadingName(field.payload), attribute];
}

/** Reads an attribute's name without splitting the rest when the name comes first, as every writer puts it. */
function leadingName(payload: Uint8Array): string {
  const length = payload[1] ?? 0;
  const isShortNameFirst = payload[0] === ATTRIBUTE.name * 8 + 2 && length < 0x80;
  return isShortNameFirst ? text(payload.subarray(2, 2 + length)) : firstText(splitFields(payload), ATTRIBUTE.name);
}

function readInitializer(field: WireField): [string, Initializer] {
  const fields = splitFields(field.payload);
  const dims = int64s(withTag(fields, TENSOR.dims)).map(Number);
  const external = new Map(withTag(fields, TENSOR.externalData).map(readProperty));
  return [
    firstText(fields, TENSOR.name),
    { dims, labels: () => tensorLabels(fields), externalFile: external.get('location') },
  ];
}

function tensorLabels(fields: readonly WireField[]): string[] | undefined {
  const type = integer(withTag(fields, TENSOR.dataType));
  const raw = fields.find(({ tag }) => tag === TENSOR.rawData)?.payload;
  if (type === ELEMENT.string) return withTag(fields, TENSOR.stringData).map(({ payload }) => text(payload));
  if (type === ELEMENT.int64 && raw !== undefined) return rawInt64s(raw).map(String);
  if (type === ELEMENT.int64) return int64s(withTag(fields, TENSOR.int64Data)).map(String);
  if (type === ELEMENT.int32 && raw !== undefined) return rawInt32s(raw).map(String);
  if (type === ELEMENT.int32) return int64s(withTag(fields, TENSOR.int32Data)).map(String);
  return undefined;
}

function rawInt64s(raw: Uint8Array): bigint[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: Math.floor(raw.length / 8) }, (_, index) => view.getBigInt64(index * 8, true));
}

function rawInt32s(raw: Uint8Array): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: Math.floor(raw.length / 4) }, (_, index) => view.getInt32(index * 4, true));
}
