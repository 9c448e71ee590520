import {
  type EnvironmentSources,
  type LoadedEnvironments,
  loadEnvironments,
} from '../../generator/environment/load.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { shippedAddOns } from './add-ons.js';
import { shippedFiles } from './repository.js';

/** Texts of environment files by name; one of them may be `defaults`. */
export type Texts = Readonly<Record<string, string>>;

const knownAddons = [...shippedAddOns.folders.keys()];

/** Gives the files of environments/ as the reader takes them. */
export function sourcesOf({ defaults, ...others }: Texts): EnvironmentSources {
  const source = (name: string, text: string) => ({ file: `environments/${name}.yaml`, text });
  return {
    defaults: defaults === undefined ? undefined : source('defaults', defaults),
    overrides: new Map(Object.entries(others).map(([name, text]) => [name, source(name, text)])),
    folder: '',
    knownAddons,
  };
}

/** Reads these files, over the defaults that ship unless there are others. */
export const loaded = (texts: Texts): LoadedEnvironments =>
  loadEnvironments(sourcesOf({ defaults: shippedFiles.defaults, ...texts }));

/** Reads one environment without an error from these files. */
export function loadedEnvironment(texts: Texts, name: string): Environment {
  const { environments, problems } = loaded(texts);
  const environment = environments.find((each) => each.name === name);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!environment || errors.length > 0) throw new Error(JSON.stringify(errors, undefined, 2));
  return environment;
}
