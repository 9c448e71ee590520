import { Tensor } from './onnx-runtime.js';

/**
 * Makes a tensor over values in the storage of its element type. Where Node.js has Float16Array, a tensor turns the
 * bits of 16-bit floats into one, which the binding of onnxruntime-node 1.30 can't read: it gets the bits.
 */
export function makeTensor(type: Tensor.Type, data: Tensor['data'], dims: readonly number[]): Tensor {
  const tensor = new Tensor(type, data as Float32Array, dims);
  const isKept = Array.isArray(data) || tensor.data.constructor === data.constructor;
  return isKept ? tensor : Object.create(tensor, { data: { value: data } });
}
