// Comes before the binding, because ONNX Runtime reads the setting when it is loaded. From 1.29 on it reports on Linux.
import './no-telemetry.js';

export { InferenceSession, Tensor } from 'onnxruntime-node';
