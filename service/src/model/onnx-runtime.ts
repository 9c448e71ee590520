// Evaluated before the binding: from 1.29 on ONNX Runtime reports its use to Microsoft on Linux unless this is set when it is loaded.
import './no-telemetry.js';

export { InferenceSession, Tensor } from 'onnxruntime-node';
