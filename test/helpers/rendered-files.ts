import { stringify } from 'yaml';
import { namesOf } from '../../generator/environment/names.js';
import type { Problem } from '../../generator/environment/problem.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { readRepository } from '../../generator/input/repository.js';
import { readTemplates } from '../../generator/input/templates.js';
import { type RenderedEnvironment, renderEnvironment } from '../../generator/render/environment.js';
import { compileTemplates } from '../../generator/render/templates.js';
import { repositoryRoot } from '../../tools/folders.js';
import { folderWith } from './repository.js';

type Teardown = Parameters<typeof folderWith>[0];

const templates = await compileTemplates(readTemplates(repositoryRoot));

/** Renders an environment with the templates and the chart of this repository. */
export const renderedEnvironment = (environment: Environment): RenderedEnvironment =>
  renderEnvironment(templates, {
    environment,
    names: namesOf(environment),
    charts: new Map(environment.workloads.map(({ key }) => [key, templates.chart])),
  });

/** The rendered files by their path below `rendered/<env>/`, with `<env>` for the environment's name in it. */
export function renderedFiles(environment: Environment): ReadonlyMap<string, string> {
  const texts = textsOf(environment, renderedEnvironment(environment));
  return new Map(
    texts.map(([path, text]) => [path.replace(`${environment.name}.auto.tfvars`, '<env>.auto.tfvars'), text]),
  );
}

/** The texts of rendered files, each by its path below the environment's folder. */
export function textsOf(environment: Environment, { files }: RenderedEnvironment): [path: string, text: string][] {
  const folder = `${namesOf(environment).paths.root}/`;
  return files.map(({ path, content }) => [
    path.slice(folder.length),
    typeof content === 'string' ? content : Buffer.from(content).toString('utf8'),
  ]);
}

export interface Validated {
  /** Those without errors, by name. */
  readonly environments: ReadonlyMap<string, Environment>;
  readonly problems: readonly Problem[];
}

/** What `validate` makes of a repository that holds exactly these environments, each stated whole. */
export function validated(t: Teardown, environments: readonly { readonly name: string }[]): Validated {
  const files = environments.map((environment) => [`environments/${environment.name}.yaml`, stringify(environment)]);
  const repository = readRepository(folderWith(t, Object.fromEntries(files)));
  return {
    environments: new Map(repository.environments.map((environment) => [environment.name, environment])),
    problems: repository.problems,
  };
}
