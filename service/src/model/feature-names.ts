import type { Model } from './types.js';

/** The metadata property of an ONNX file that lists the names of the features, as a JSON array or with commas. */
const PROPERTY = 'feature_names';

/**
 * Finds the names of a row's cells, for models with one input: in the file's metadata, or in the baseline. Models with
 * several inputs have the inputs' names. Undefined where not every cell has a name of its own.
 */
export function featureNames({ inputs, rowWidth, metadata, baseline }: Model): readonly string[] | undefined {
  if (inputs.length !== 1) return undefined;
  const lists = [listedNames(metadata[PROPERTY] ?? ''), baseline.features.map(({ name }) => name)];
  return lists.find((names) => names.length === rowWidth && new Set(names).size === rowWidth);
}

function listedNames(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : [];
  } catch {
    return text.split(',').map((name) => name.trim());
  }
}
