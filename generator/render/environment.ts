import type { Names } from '../environment/names.js';
import type { Environment } from '../environment/schema.js';
import { hclEntries } from '../template/hcl.js';
import { type RenderedManifest, renderArgoCD } from './argocd.js';
import { renderChartValues } from './chart.js';
import { generatedHeader, type RenderedFile } from './file.js';
import { renderRunbook } from './runbook.js';
import type { CopiedFile, Templates } from './templates.js';
import { stateVariables, terraformVariables } from './terraform.js';

export interface RenderedEnvironment {
  readonly files: readonly RenderedFile[];
  /** The files that Argo CD reads; `files` contains them too. */
  readonly manifests: readonly RenderedManifest[];
}

export interface RenderInput {
  readonly environment: Environment;
  readonly names: Names;
  /** Files of the chart that this environment runs: of charts/ml-inference, or of the copy to which it is pinned. */
  readonly chart: readonly CopiedFile[];
}

/** Renders all files of one environment, layer by layer. The same input gives the same bytes. */
export function renderEnvironment(templates: Templates, input: RenderInput): RenderedEnvironment {
  const argocd = renderArgoCD(templates.argocd, input.environment, input.names);
  const runbook = renderRunbook(templates.runbook, { ...input, manifests: argocd.manifests });
  const files = [
    ...renderTerraform(templates, input),
    ...renderChart(input),
    ...argocd.manifests,
    ...argocd.bootstrap,
    runbook,
  ];
  return { files, manifests: argocd.manifests };
}

function renderTerraform(templates: Templates, { environment, names }: RenderInput): RenderedFile[] {
  const folder = names.paths.terraform;
  const view = { environment, names };
  const { identities, policies } = templates.addOnRoles;
  const ofAddOns = Object.entries(environment.addons)
    .filter(([, { enabled }]) => enabled)
    .flatMap(([name]) => policies.get(name) ?? []);
  const copied = [
    ...templates.terraformFiles.map(({ path, content }) => ({ path: `${folder}/${path}`, content })),
    ...ofAddOns.map(({ path, content }) => ({ path: `${folder}/policies/${path}`, content })),
  ];
  const filled = [...templates.terraformTemplates].map(([path, template]) => ({
    path: `${folder}/${path}`,
    content: template.render(view).text,
  }));
  const variables = [
    { path: `${folder}/${environment.name}.auto.tfvars`, content: terraformVariables(environment, names, identities) },
    { path: `${folder}/state/${environment.name}.auto.tfvars`, content: stateVariables(environment, names) },
  ].map(({ path, content }) => ({ path, content: generatedHeader(environment) + hclEntries(Object.entries(content)) }));
  return [...copied, ...filled, ...variables];
}

function renderChart({ environment, names, chart }: RenderInput): RenderedFile[] {
  const copied = chart.map(({ path, content }) => ({ path: `${names.paths.chart}/${path}`, content }));
  return [...copied, renderChartValues(environment, names)];
}
