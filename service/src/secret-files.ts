import { readFileSync } from 'node:fs';
import { StartError } from './errors.js';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Settings that come as files: `API_KEYS_FILE=/path` gives API_KEYS the text of that file, less a line break at its
 * end. Kubernetes mounts secrets so, because an environment shows in crash dumps and is inherited by child processes.
 *
 * @param names of the settings that may come so
 * @throws StartError when a file can't be read (a secret that is missing must not mean "open"), or a setting is given twice
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
