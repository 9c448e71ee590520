import { readFileSync } from 'node:fs';
import { StartError } from './errors.js';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Adds the settings that are given as files: `API_KEYS_FILE=/path` sets API_KEYS to the text of that file, without a
 * line break at its end. Secrets are mounted as files because an environment shows in crash dumps and child processes
 * inherit it.
 * @param names the settings that may be given as files
 * @throws StartError when a setting is given twice, or a file can't be read: without its keys the service would be open
 */
export function withSecretFiles(environment: Variables, names: readonly string[]): Variables {
  const fromFiles = names.flatMap((name) => {
    const path = environment[`${name}_FILE`];
    if (!path) return [];
    if (environment[name]) throw new StartError(`${name} and ${name}_FILE are both set; unset one.`);
    return [[name, textOf(path, name)] as const];
  });
  return { ...environment, ...Object.fromEntries(fromFiles) };
}

function textOf(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new StartError(`${name}_FILE: ${path} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
