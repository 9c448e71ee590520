/** The arguments of a function in C++: parentheses, up to three deep. */
const ARGUMENTS = String.raw`\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)`;
const SIGNATURE = String.raw`[\w:<>,*&~ ]*?${ARGUMENTS}(?:::<lambda\([^)]*\)>)?(?: const)?(?: \[with [^\]]*\])?`;
/** A place in ONNX Runtime's own source, as it stands before a reason: path, line and function. */
const SOURCE_PLACE = new RegExp(String.raw`\S*onnxruntime\S*\.(?:cc|cpp|h|hpp):\d+ (?:${SIGNATURE}|\w+) `, 'g');
const PREAMBLE = /^.*Status Message: |\[ONNXRuntimeError\] : \d+ : \w+ : |Exception during \w+: /gs;

/** Tells the reason of an error as ONNX Runtime gives it, without its preamble and the places in its source. */
export function plainReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(PREAMBLE, '').replace(SOURCE_PLACE, '').replace(/\s+/g, ' ').trim();
}
