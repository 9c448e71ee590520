import { parse } from 'yaml';
import { isPlainObject } from '../base/merge.js';
import { expandWorkloads, mergeFiles } from './merge-files.js';
import { options } from './source.js';

/**
 * Merges an environment's file with the defaults, without a look at what they say.
 * @returns undefined for texts that aren't YAML, or hold no keys
 */
export function mergedTexts(
  defaults: string | undefined,
  override: string,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const [under, over] = [parse(defaults ?? '', options) ?? {}, parse(override, options) ?? {}];
    if (!isPlainObject(under) || !isPlainObject(over)) return undefined;
    return expandWorkloads(mergeFiles(under, over) as Record<string, unknown>, [under, over]);
  } catch {
    return undefined;
  }
}
