import { parseAllDocuments } from 'yaml';
import { type Admission, refusedObjects } from '../argocd-lint/chart-kinds.js';
import { sceneOf, textAt, valueAt } from '../argocd-lint/scene.js';
import { namesOf } from '../environment/names.js';
import { placeFindings } from '../environment/placement.js';
import type { Finding, Problem } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import type { PublishedRelease } from '../helm/chart.js';
import type { Rendering } from '../helm/template.js';
import type { RenderableRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import { renderArgoCD } from '../render/argocd.js';
import { applicationsOf } from './plan.js';

export interface CheckedCharts {
  /** How many charts were rendered. */
  readonly rendered: number;
  readonly problems: readonly Problem[];
}

/**
 * Renders the chart of each add-on with an environment's values, and holds what it makes against the add-on's project:
 * Argo CD would refuse the rest at the sync.
 *
 * @param render as Helm does
 */
export function checkAddOnCharts(
  repository: RenderableRepository,
  asked: readonly string[],
  render: (release: PublishedRelease) => Rendering,
): CheckedCharts {
  const environments = selectEnvironments(repository.environments, asked);
  const checked = environments.map((environment) => checkEnvironment(repository, environment, render));
  return {
    rendered: checked.reduce((sum, { rendered }) => sum + rendered, 0),
    problems: checked.flatMap(({ problems }) => problems),
  };
}

function checkEnvironment(
  repository: RenderableRepository,
  environment: Environment,
  render: (release: PublishedRelease) => Rendering,
): CheckedCharts {
  let rendered = 0;
  const findings = admissionsOf(repository, environment).flatMap((admission): Finding[] => {
    const rendering = render(releaseOf(admission, environment));
    if ('manifests' in rendering) rendered += 1;
    return messagesOf(admission, rendering).map(([rule, message]) => ({
      severity: 'error',
      rule,
      path: ['addons', admission.key],
      message,
    }));
  });
  return { rendered, problems: placeFindings(repository.sources, environment.name, findings) };
}

/** Finds the Applications that install a chart, each with its project. */
function admissionsOf({ templates }: RenderableRepository, environment: Environment): Admission[] {
  const { manifests } = renderArgoCD(templates.argocd, environment, namesOf(environment));
  const { repoURL, targetRevision } = environment.gitops;
  const { addOns, ownManifests } = applicationsOf(environment);
  const facts = { repoURL, targetRevision, addOns, ownManifests, workloads: new Map(), hasPath: () => true };
  const { applications, projects } = sceneOf(manifests, facts);
  return applications.flatMap((application) => {
    const key = addOns.get(application.name)?.key;
    const project = projects.find(({ name }) => name === textAt(application.object, 'spec', 'project'));
    const isChart = textAt(application.object, 'spec', 'source', 'chart') !== '';
    return key !== undefined && project && isChart ? [{ key, application, project }] : [];
  });
}

function releaseOf({ application: { object } }: Admission, { cluster }: Environment): PublishedRelease {
  const source = (...path: readonly string[]) => textAt(object, 'spec', 'source', ...path);
  return {
    name: source('helm', 'releaseName'),
    namespace: textAt(object, 'spec', 'destination', 'namespace'),
    kubeVersion: cluster.version,
    repoURL: source('repoURL'),
    chart: source('chart'),
    version: source('targetRevision'),
    values: valueAt(object, 'spec', 'source', 'helm', 'valuesObject'),
  };
}

function messagesOf(admission: Admission, rendering: Rendering): [rule: string, message: string][] {
  if ('refusal' in rendering) {
    const [reason = 'Helm gave no reason'] = rendering.refusal.split('\n').slice(-1);
    return [['chart-unread', `The chart wasn't rendered, so nothing is known of what it makes: ${reason}`]];
  }
  const documents = parseAllDocuments(rendering.manifests, { logLevel: 'silent' });
  const objects = 'empty' in documents ? [] : documents.map((document) => document.toJS() as unknown);
  return refusedObjects(admission, objects).map((message) => ['chart-kinds', message]);
}
