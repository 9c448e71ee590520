import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { type EnvironmentSources, type LoadedEnvironments, loadEnvironments } from '../environment/load.js';
import { hasErrors } from '../environment/problem.js';
import type { schemaFindings } from '../render/chart-schema.js';
import type { manifestProblems } from '../render/manifest-schema.js';
import { compileTemplates, type TemplateSources, type Templates } from '../render/templates.js';
import { type Progress, silent } from '../report/progress.js';
import { ProblemsError } from '../report/user-error.js';
import { readEnvironmentSources } from './environments.js';
import { folderInGit } from './folder-in-git.js';
import { ownTemplateProblems, readTemplates } from './templates.js';

/** The input of everything: what a repository's folders hold, read once. */
export interface Repository extends LoadedEnvironments {
  readonly root: string;
  readonly sources: EnvironmentSources;
  readonly templateSources: TemplateSources;
}

/** @param folder where the project lies in its git repository; asked for where the root is a copy outside of it */
export function readRepository(root: string, folder = folderInGit(root), progress = silent): Repository {
  const templateSources = readTemplates(root);
  const { names, problems } = templateSources.addOns;
  const sources = readEnvironmentSources(root, { knownAddons: names, folder });
  if (sources.overrides.size > many) keepHeapSmall();
  const loaded = loadEnvironments(sources, (done) => progress.step('read', done, sources.overrides.size));
  const allProblems = [...ownTemplateProblems(root), ...problems, ...loaded.problems];
  return { root, sources, templateSources, ...loaded, problems: allProblems };
}

/** Reads a repository for what needs no templates. @throws ProblemsError where its environments have errors */
export function readSoundRepository(root: string): Repository {
  const repository = readRepository(root);
  if (hasErrors(repository.problems)) throw new ProblemsError(repository.problems);
  return repository;
}

/** Whether the environment files are still what was read of them. */
export const isCurrent = ({ root, sources }: Repository): boolean =>
  isDeepStrictEqual(readEnvironmentSources(root, sources), sources);

export interface RenderableRepository extends Repository {
  readonly templates: Templates;
  /** Loaded where a workload states Helm values of its own. */
  readonly checkValues?: typeof schemaFindings | undefined;
  /** Loaded where somebody has manifests of their own. */
  readonly checkManifests?: typeof manifestProblems | undefined;
}

/** @throws ProblemsError as `withTemplates` does */
export const readValidRepository = async (
  root: string,
  folder?: string,
  progress?: Progress,
): Promise<RenderableRepository> => withTemplates(readRepository(root, folder, progress));

/**
 * Makes a repository one whose environments can be rendered.
 * @throws ProblemsError with every problem when one of them is an error
 */
export async function withTemplates(repository: Repository): Promise<RenderableRepository> {
  if (hasErrors(repository.problems)) throw new ProblemsError(repository.problems);
  const statesValues = repository.environments.some(({ workloads }) =>
    workloads.some(({ values }) => Object.keys(values).length > 0),
  );
  const hasManifests = repository.environments.some(({ manifests }) => manifests.length > 0);
  return {
    ...repository,
    templates: await compileTemplates(repository.templateSources),
    checkValues: statesValues ? (await import('../render/chart-schema.js')).schemaFindings : undefined,
    checkManifests: hasManifests ? (await import('../render/manifest-schema.js')).manifestProblems : undefined,
  };
}

/** Beyond as many environments, what has been rendered and written is most of the memory. */
const many = 100;

/** Left to itself, V8 lets the heap grow to several times of what is in use. */
const keepHeapSmall = (): void => setFlagsFromString('--optimize-for-size');
