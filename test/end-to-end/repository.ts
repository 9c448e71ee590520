import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { mergeDeep } from '../../generator/base/merge.js';
import { namesOf } from '../../generator/environment/names.js';
import { type Environment, environmentSchema } from '../../generator/environment/schema.js';
import { renderChartValues } from '../../generator/render/chart.js';
import { repositoryRoot } from '../../tools/folders.js';
import { renderedArgoCD } from '../argocd/rendering.js';

/** Makes a temporary repository with what `render` writes for Argo CD: the chart with its values, and the objects. */
export async function renderedRepository(
  environment: Environment,
): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'inference-gitops-'));
  const names = namesOf(environment);
  await cp(`${repositoryRoot}charts/ml-inference`, `${folder}/${names.paths.chart}`, { recursive: true });
  const { manifests, bootstrap } = renderedArgoCD(environment);
  for (const { path, content } of [renderChartValues(environment, names), ...manifests, ...bootstrap]) {
    await mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await writeFile(`${folder}/${path}`, content);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Loads an environment from the files of a checkout. */
export async function environmentIn(folder: string, name: string): Promise<Environment> {
  const read = async (file: string): Promise<unknown> =>
    parse(await readFile(`${folder}/environments/${file}.yaml`, 'utf8'));
  return environmentSchema.parse(mergeDeep(await read('defaults'), await read(name)));
}
