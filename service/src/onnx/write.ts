import { PbfWriter } from 'pbf';
import * as field from './fields.js';

/** A dimension: a fixed size, or the name of a size that each run chooses. */
export type Dimension = number | string;

export type AttributeValue =
  | { readonly ints: ArrayLike<number> }
  | { readonly floats: ArrayLike<number> }
  | { readonly strings: readonly string[] }
  | { readonly string: string }
  | { readonly int: number }
  | { readonly float: number };

export interface NodeSpec {
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface TensorSpec {
  readonly name: string;
  readonly elementType: number;
  /** Absent where even the number of axes is open. */
  readonly shape?: readonly Dimension[] | undefined;
}

export interface ModelSpec {
  readonly name: string;
  readonly nodes: readonly NodeSpec[];
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly opsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const IR_VERSION = 8;

/** Serialises a model as an ONNX ModelProto. */
export function writeModel(model: ModelSpec): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(field.MODEL.irVersion, IR_VERSION);
  writer.writeStringField(field.MODEL.producerName, 'inference-gitops');
  writer.writeMessage(field.MODEL.graph, writeGraph, model);
  for (const [domain, version] of Object.entries(model.opsets)) {
    writer.writeMessage(field.MODEL.opsetImport, writeOpset, { domain, version });
  }
  for (const [key, value] of Object.entries(model.metadata)) {
    writer.writeMessage(field.MODEL.metadataProps, writeProperty, { key, value });
  }
  return writer.finish();
}

/** Serialises one NodeProto. */
export function nodeBytes(node: NodeSpec): Uint8Array {
  const writer = new PbfWriter();
  writeNode(node, writer);
  return writer.finish();
}

/** Serialises one AttributeProto. */
export function attributeBytes(name: string, value: AttributeValue): Uint8Array {
  const writer = new PbfWriter();
  writeAttribute({ name, value }, writer);
  return writer.finish();
}

/** Serialises one ValueInfoProto of tensor type. */
export function tensorInfoBytes(tensor: TensorSpec): Uint8Array {
  const writer = new PbfWriter();
  writeValueInfo(tensor, writer);
  return writer.finish();
}

/** Serialises one OperatorSetIdProto. */
export function opsetBytes(domain: string, version: number): Uint8Array {
  const writer = new PbfWriter();
  writeOpset({ domain, version }, writer);
  return writer.finish();
}

function writeGraph(model: ModelSpec, writer: PbfWriter): void {
  for (const node of model.nodes) writer.writeMessage(field.GRAPH.node, writeNode, node);
  writer.writeStringField(field.GRAPH.name, model.name);
  for (const input of model.inputs) writer.writeMessage(field.GRAPH.input, writeValueInfo, input);
  for (const output of model.outputs) writer.writeMessage(field.GRAPH.output, writeValueInfo, output);
}

function writeOpset({ domain, version }: { domain: string; version: number }, writer: PbfWriter): void {
  writer.writeStringField(field.OPSET.domain, domain);
  writer.writeVarintField(field.OPSET.version, version);
}

function writeProperty({ key, value }: { key: string; value: string }, writer: PbfWriter): void {
  writer.writeStringField(field.PROPERTY.key, key);
  writer.writeStringField(field.PROPERTY.value, value);
}

function writeNode(node: NodeSpec, writer: PbfWriter): void {
  for (const input of node.inputs) writer.writeStringField(field.NODE.input, input);
  for (const output of node.outputs) writer.writeStringField(field.NODE.output, output);
  writer.writeStringField(field.NODE.opType, node.opType);
  for (const [name, value] of Object.entries(node.attributes)) {
    writer.writeMessage(field.NODE.attribute, writeAttribute, { name, value });
  }
  writer.writeStringField(field.NODE.domain, node.domain);
}

function writeAttribute({ name, value }: { name: string; value: AttributeValue }, writer: PbfWriter): void {
  const { ATTRIBUTE, ATTRIBUTE_TYPE } = field;
  writer.writeStringField(ATTRIBUTE.name, name);
  if ('ints' in value) {
    writer.writePackedVarint(ATTRIBUTE.ints, Array.from(value.ints));
    writer.writeVarintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.ints);
  } else if ('floats' in value) {
    writer.writePackedFloat(ATTRIBUTE.floats, Array.from(value.floats));
    writer.writeVarintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.floats);
  } else if ('strings' in value) {
    for (const text of value.strings) writer.writeStringField(ATTRIBUTE.strings, text);
    writer.writeVarintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.strings);
  } else if ('int' in value) {
    writer.writeVarintField(ATTRIBUTE.i, value.int);
    writer.writeVarintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.int);
  } else if ('float' in value) {
    writer.writeFloatField(ATTRIBUTE.f, value.float);
    writer.writeVarintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.float);
  } else {
    writer.writeStringField(ATTRIBUTE.s, value.string);
    writer.writeVarintField(ATTRIBUTE.type, ATTRIBUTE_TYPE.string);
  }
}

function writeValueInfo(tensor: TensorSpec, writer: PbfWriter): void {
  writer.writeStringField(field.VALUE_INFO.name, tensor.name);
  writer.writeMessage(field.VALUE_INFO.type, writeTensorType, tensor);
}

function writeTensorType(tensor: TensorSpec, writer: PbfWriter): void {
  writer.writeMessage(field.TYPE.tensor, writeElementTypeAndShape, tensor);
}

function writeElementTypeAndShape(tensor: TensorSpec, writer: PbfWriter): void {
  writer.writeVarintField(field.TENSOR_TYPE.elementType, tensor.elementType);
  if (tensor.shape !== undefined) writer.writeMessage(field.TENSOR_TYPE.shape, writeShape, tensor.shape);
}

function writeShape(shape: readonly Dimension[], writer: PbfWriter): void {
  for (const dimension of shape) writer.writeMessage(field.SHAPE.dim, writeDimension, dimension);
}

function writeDimension(dimension: Dimension, writer: PbfWriter): void {
  if (typeof dimension === 'number') writer.writeVarintField(field.DIM.value, dimension);
  else if (dimension !== '') writer.writeStringField(field.DIM.param, dimension);
}
