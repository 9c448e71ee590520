/** Turns ONNX Runtime's reports to Microsoft off, unless the variable is set: its owner may want them. */
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
