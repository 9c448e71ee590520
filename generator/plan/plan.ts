import { join } from 'node:path';
import { type Linted, lintArgoCD, lintClaims } from '../argocd-lint/lint.js';
import type { Facts } from '../argocd-lint/scene.js';
import type { Content } from '../base/hash.js';
import { hash, hashOnce } from '../base/hash.js';
import { version } from '../base/package.js';
import type { EnvironmentSources } from '../environment/load.js';
import { namesOf } from '../environment/names.js';
import { placeFindings } from '../environment/placement.js';
import type { Problem } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import type { RenderableRepository, Repository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import { manifestGroups } from '../render/argocd/own-manifests.js';
import { type RenderedEnvironment, renderEnvironment } from '../render/environment.js';
import type { Progress } from '../report/progress.js';
import { compareFolder, compareRecorded, type FileState, type FolderContent } from '../tree/compare.js';
import { listing, readFolder, readRecord, type StoredRecord } from '../tree/disk.js';
import { attributes, type FolderRecord, recordName, recordText } from '../tree/record.js';
import { impossibleSteps } from './cluster-steps.js';
import { isHeld } from './held.js';
import { identitiesOf } from './identities.js';
import { isAsRendered, type Memory, type Remembered } from './memory.js';
import { ownValuesFindings } from './own-values.js';
import { type ChartHome, pinnedChart, type SourceChart, sourceChart } from './pinned-chart.js';

/** Comparison of a folder below rendered/ with the content that it should have. */
export interface FolderPlan {
  /** Name of the environment and of its folder. */
  readonly name: string;
  readonly states: readonly FileState[];
  /** Real things that would no longer exist as they are, such as `Application argocd/ml-inference-prod`. */
  readonly lost: readonly string[];
  /** Whether the environment's file is gone. */
  readonly isAbandoned?: boolean;
  readonly problems: readonly Problem[];
  /** Digests to save once the folder has that content. */
  readonly remember?: Remembered;
}

/**
 * Plans the folders of the given environments, or of all where none is given. An environment whose file is gone has a
 * folder that goes. Each plan is made when the iterator reaches it, so that they are never all in memory.
 * @throws UserError for the name of an environment that doesn't exist
 */
export function planFolders(
  repository: RenderableRepository,
  asked: readonly string[],
  memory?: Memory,
  progress?: Progress,
): Iterable<FolderPlan> {
  const abandoned = asked.filter((name) => isAbandoned(repository, name));
  const others = asked.filter((name) => !abandoned.includes(name));
  const environments =
    asked.length > 0 && others.length === 0 ? [] : selectEnvironments(repository.environments, others);
  const leftovers = asked.length === 0 ? 'all' : abandoned;
  return withoutRepetitions(plans(repository, environments, { leftovers, memory, progress }));
}

/** Leaves out problems of earlier plans: a value of the defaults causes the same problem in every environment. */
function* withoutRepetitions(all: Iterable<FolderPlan>): Generator<FolderPlan> {
  const reported = new Set<string>();
  for (const plan of all) {
    const keys = plan.problems.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);
    yield { ...plan, problems: plan.problems.filter((_, index) => !reported.has(keys[index] as string)) };
    for (const key of keys) reported.add(key);
  }
}

function* plans(
  repository: RenderableRepository,
  environments: readonly Environment[],
  { leftovers, memory, progress }: PlansInput,
): Generator<FolderPlan> {
  const chart = sourceChart(repository.templates.chart);
  const claims = new Map<string, readonly string[]>();
  for (const [index, environment] of environments.entries()) {
    progress?.step('planned', index, environments.length);
    yield planEnvironment(repository, { environment, chart, claims, memory });
  }
  yield* planLeftovers(repository, leftovers);
  for (const { environment, finding } of lintClaims(claims)) {
    yield refusedPlan(environment, placeFindings(repository.sources, environment, [finding]));
  }
}

interface PlansInput {
  readonly leftovers: 'all' | readonly string[];
  readonly memory: Memory | undefined;
  readonly progress: Progress | undefined;
}

interface PlanInput {
  readonly environment: Environment;
  readonly chart: SourceChart;
  /** Collects the Applications and AppProjects of each environment. */
  readonly claims: Map<string, readonly string[]>;
  readonly memory: Memory | undefined;
}

function planEnvironment(
  repository: RenderableRepository,
  { environment, chart, claims, memory }: PlanInput,
): FolderPlan {
  const names = namesOf(environment);
  const folder = join(repository.root, names.paths.root);
  const disk = readFolder(folder);
  const before = readRecord(folder);
  if (isHeld(environment)) return heldPlan(repository.sources, environment, { disk, before });
  const pinned = pinnedCharts(environment, chart, { disk, owned: before.files });
  const findings = [...pinned.findings, ...ownValuesFindings(environment, pinned.charts, repository.checkValues)];
  if (findings.length > 0) {
    return refusedPlan(environment.name, placeFindings(repository.sources, environment.name, findings));
  }
  const input = { environment, names, charts: pinned.charts };
  // A chart that only the folder itself has is no input.
  const isReproducible = [...pinned.charts.values()].every((files) => files === chart.files);
  const digest = isReproducible ? memory?.inputDigest(environment) : undefined;
  const known = memory?.environments.get(environment.name);
  if (known && known.input === digest && isAsRendered(known, disk, before)) {
    claims.set(environment.name, known.claims);
    return unchangedPlan(environment.name, disk, known);
  }
  const rendered = renderEnvironment(repository.templates, input);
  const linted = lint(environment, rendered);
  const problems = [
    ...placeFindings(repository.sources, environment.name, linted.findings),
    ...linted.problems,
    ...clashesOf(environment, rendered),
    ...(repository.checkManifests?.(environment) ?? []),
  ];
  claims.set(environment.name, linted.claims);
  const wanted = contentsBelow(rendered, names.paths.root);
  wanted.set(attributes.name, attributes.content);
  const identities = identitiesOf(input, rendered);
  const after = { files: new Map([...wanted].map(([path, content]) => [path, hashOnce(content)])), identities };
  const record = recordText(`environments/${environment.name}.yaml`, after);
  wanted.set(recordName, record);
  return {
    name: environment.name,
    states: compareFolder(wanted, disk, { owned: withRecord(before), hash }),
    lost: [
      ...[...before.identities].filter((identity) => !identities.has(identity)),
      ...impossibleSteps(environment, disk),
    ],
    problems,
    ...(digest !== undefined &&
      problems.length === 0 && {
        remember: { input: digest, record: hash(record), claims: linted.claims },
      }),
  };
}

/** Leaves a folder as it is. That an edit waits is told, and so is a version that never rendered anything. */
function heldPlan(
  sources: EnvironmentSources,
  { name, toolVersion }: Environment,
  { disk, before }: { readonly disk: FolderContent; readonly before: StoredRecord },
): FolderPlan {
  const isRendered = before.files.size > 0;
  const message = isRendered
    ? `rendered/${name} stays as ${toolVersion} wrote it, and this is ${version}: edits wait until this goes.`
    : `Nothing is rendered of ${name}, and this is ${version}: render it with ${toolVersion}, or take this away.`;
  const finding = {
    severity: isRendered ? 'warning' : 'error',
    rule: 'tool-version',
    path: ['toolVersion'],
    message,
  } as const;
  const own = new Map([...before.files].filter(([path]) => path !== recordName));
  const states = compareRecorded(own, disk).filter(({ path }) => path !== recordName);
  return { name, states, lost: [], problems: placeFindings(sources, name, [finding]) };
}

function pinnedCharts({ workloads }: Environment, chart: SourceChart, home: ChartHome) {
  const pinned = workloads.map((workload) => ({ key: workload.key, ...pinnedChart(workload, chart, home) }));
  return {
    charts: new Map(pinned.map(({ key, files }) => [key, files])),
    findings: pinned.flatMap(({ key, findings }) =>
      findings.map((finding) => ({ ...finding, path: ['workloads', key, ...finding.path] })),
    ),
  };
}

function lint(environment: Environment, rendered: RenderedEnvironment): Linted {
  const { folder, gitops, workloads } = environment;
  const { repoURL, targetRevision } = gitops;
  const hasPath = pathsOf(rendered);
  return lintArgoCD(rendered.manifests, {
    repoURL,
    targetRevision,
    workloads: new Map(workloads.map(({ key, namespace }) => [namespace, key])),
    ...applicationsOf(environment),
    hasPath: (path) => path.startsWith(folder) && hasPath(path.slice(folder.length)),
  });
}

/** What the Applications of an environment are for, by their names. */
export function applicationsOf(environment: Environment): Pick<Facts, 'addOns' | 'ownManifests'> {
  const names = namesOf(environment);
  const named = (key: string) => `${names.argocd.addOns}-${key}`;
  return {
    addOns: new Map(Object.entries(environment.addons).map(([key, { values }]) => [named(key), { key, values }])),
    ownManifests: new Set(manifestGroups(environment, names).map(({ key }) => named(key))),
  };
}

/** Finds files of somebody's own that would take the place of what is rendered. */
function clashesOf(environment: Environment, { files }: RenderedEnvironment): Problem[] {
  const { paths } = namesOf(environment);
  const rendered = files.map(({ path }) => path);
  return environment.ownTerraform.flatMap(({ path }): Problem[] => {
    const place = `${paths.terraform}/${path}`;
    if (rendered.indexOf(place) === rendered.lastIndexOf(place)) return [];
    const file = `environments/${environment.name}/terraform/${path}`;
    const message = `${place} is rendered from a template: give this file another name.`;
    return [{ severity: 'error', rule: 'own-files', path: '', message, file, line: 1, column: 1 }];
  });
}

const refusedPlan = (name: string, problems: readonly Problem[]): FolderPlan => ({
  name,
  states: [],
  lost: [],
  problems,
});

const unchangedPlan = (name: string, { files }: FolderContent, remember: Remembered): FolderPlan => ({
  name,
  states: [...files].map((path) => ({ path, status: 'unchanged' })),
  lost: [],
  problems: [],
  remember,
});

/** Maps the path of each file in the environment's folder to its content. */
const contentsBelow = ({ files }: RenderedEnvironment, folder: string): Map<string, Content> =>
  new Map(files.map(({ path, content }) => [path.slice(folder.length + 1), content]));

/** Adds the record itself to the owned files, whatever its content: the generator always replaces it. */
const withRecord = ({ files }: FolderRecord): ReadonlyMap<string, string | undefined> =>
  new Map<string, string | undefined>(files).set(recordName, undefined);

function pathsOf({ files }: RenderedEnvironment): (path: string) => boolean {
  const known = new Set(files.map(({ path }) => path));
  for (const { path } of files) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (known.has(folder)) break;
      known.add(folder);
    }
  }
  return (path) => known.has(path.replace(/\/$/, ''));
}

/** Plans the folders of environments that no longer exist: files of the generator are deleted, all others stay. */
function* planLeftovers({ root, sources }: Repository, asked: 'all' | readonly string[]): Generator<FolderPlan> {
  for (const entry of listing(join(root, 'rendered'))) {
    if (sources.overrides.has(entry.name) || (asked !== 'all' && !asked.includes(entry.name))) continue;
    const folder = join(root, 'rendered', entry.name);
    const record = entry.isDirectory() ? readRecord(folder) : undefined;
    if (!record) yield { name: entry.name, states: [{ path: '', status: 'unowned' }], lost: [], problems: [] };
    else {
      const states = compareFolder(new Map(), readFolder(folder), { owned: withRecord(record), hash });
      yield { name: entry.name, states, lost: [...record.identities], isAbandoned: true, problems: [] };
    }
  }
}

/** Whether an environment has no file any more, and a folder that the generator wrote. */
const isAbandoned = ({ root, sources }: Repository, name: string): boolean =>
  !sources.overrides.has(name) &&
  listing(join(root, 'rendered')).some((entry) => entry.name === name && entry.isDirectory()) &&
  readRecord(join(root, 'rendered', name)) !== undefined;
