import { type EnvironmentSources, loadEnvironments } from '../../generator/environment/load.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { readEnvironmentSources } from '../../generator/input/environments.js';

const readSources = (): EnvironmentSources => readEnvironmentSources('.', { knownAddons: [], folder: '' });

/** Reads the environments of the repository in the working folder. */
export const readEnvironments = (): readonly Environment[] => loadEnvironments(readSources()).environments;

/** Reads one of them, together with the files that it stands in. */
export function readEnvironment(name: string | undefined): { environment: Environment; sources: EnvironmentSources } {
  const sources = readSources();
  const environment = loadEnvironments(sources).environments.find((each) => each.name === name);
  if (environment === undefined) throw new Error(`There is no valid environment ${name}: npm run validate tells more.`);
  return { environment, sources };
}
