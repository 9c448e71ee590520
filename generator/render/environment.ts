import { type Names, workloadNames } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
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
  /**
   * The chart that each workload runs, by the workload's key: charts/ml-inference, or the copy that it is pinned to.
   */
  readonly charts: ReadonlyMap<string, readonly CopiedFile[]>;
}

/** Renders all files of one environment, layer by layer. The same input gives the same bytes. */
export function renderEnvironment(templates: Templates, input: RenderInput): RenderedEnvironment {
  const argocd = renderArgoCD(templates.argocd, input.environment, input.names);
  const runbook = renderRunbook(templates.runbook, { ...input, caller: templates.caller, manifests: argocd.manifests });
  const files = [
    ...renderTerraform(templates, input),
    ...renderCharts(input),
    ...argocd.manifests,
    ...argocd.bootstrap,
    runbook,
  ];
  return { files, manifests: argocd.manifests };
}

function renderTerraform(templates: Templates, { environment, names }: RenderInput): RenderedFile[] {
  const folder = names.paths.terraform;
  const view = { environment, names, assumeRoleArn: environment.aws.assumeRoleArn ?? null };
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
  const own = environment.ownTerraform.map(({ path, text }) => ({ path: `${folder}/${path}`, content: text }));
  return [...copied, ...filled, ...variables, ...own];
}

function renderCharts({ environment, charts }: RenderInput): RenderedFile[] {
  return environment.workloads.flatMap((workload) => {
    const names = workloadNames(environment, workload);
    const copied = (charts.get(workload.key) ?? []).map(({ path, content }) => ({
      path: `${names.chartPath}/${path}`,
      content,
    }));
    return [...copied, renderChartValues({ environment, workload, names })];
  });
}
