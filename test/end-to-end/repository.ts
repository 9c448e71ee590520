import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workloadNames } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { readRepository } from '../../generator/input/repository.js';
import { renderChartValues } from '../../generator/render/chart.js';
import { repositoryRoot } from '../../tools/folders.js';
import { renderedArgoCD } from '../argocd/rendering.js';

/** Makes a temporary repository with what `render` writes for Argo CD: charts with their values, and the objects. */
export async function renderedRepository(
  environment: Environment,
): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'inference-gitops-'));
  const inputs = environment.workloads.map((workload) => ({
    environment,
    workload,
    names: workloadNames(environment, workload),
  }));
  for (const { names } of inputs) {
    await cp(`${repositoryRoot}charts/ml-inference`, `${folder}/${names.chartPath}`, { recursive: true });
  }
  const { manifests, bootstrap } = renderedArgoCD(environment);
  for (const { path, content } of [...inputs.map(renderChartValues), ...manifests, ...bootstrap]) {
    await mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await writeFile(`${folder}/${path}`, content);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Loads an environment from the files of a checkout. */
export function environmentIn(folder: string, name: string): Environment {
  const found = readRepository(folder).environments.find((environment) => environment.name === name);
  if (!found) throw new Error(`There is no environment ${name} that reads without errors.`);
  return found;
}
