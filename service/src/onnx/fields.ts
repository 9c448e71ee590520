/**
 * Field numbers of the ONNX messages that the service reads or writes.
 * Source: onnx/onnx.proto, IR version 10 (github.com/onnx/onnx).
 */
export const MODEL = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8, metadataProps: 14 } as const;
export const OPSET = { domain: 1, version: 2 } as const;
/** Key and value of a text: metadata, or where external data lies. */
export const PROPERTY = { key: 1, value: 2 } as const;
export const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
export const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
export const ATTRIBUTE = { name: 1, f: 2, i: 3, s: 4, floats: 7, ints: 8, strings: 9, type: 20 } as const;
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;
export const TENSOR = {
  dims: 1,
  dataType: 2,
  int32Data: 5,
  stringData: 6,
  int64Data: 7,
  name: 8,
  rawData: 9,
  externalData: 13,
} as const;
export const VALUE_INFO = { name: 1, type: 2 } as const;
export const TYPE = { tensor: 1, sequence: 4 } as const;
export const SEQUENCE_TYPE = { element: 1 } as const;
export const TENSOR_TYPE = { elementType: 1, shape: 2 } as const;
export const SHAPE = { dim: 1 } as const;
export const DIM = { value: 1, param: 2 } as const;

/** Numbers of TensorProto.DataType. */
export const ELEMENT = { float: 1, int32: 6, int64: 7, string: 8 } as const;

/** The domain of the operators of classical machine learning: trees, scalers, ZipMap… */
export const ML_DOMAIN = 'ai.onnx.ml';
