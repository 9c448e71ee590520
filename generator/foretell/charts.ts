import { parse } from 'yaml';
import type { Release, Rendering } from '../helm/template.js';
import type { Change, Consequence, FolderState } from './change.js';
import { leafDifferences } from './leaves.js';
import { objectChanges, objectsIn } from './objects.js';

/** Where a workload runs. */
export interface Placed {
  readonly namespace: string;
  readonly kubeVersion: string;
}

/** Renders a release with Helm; undefined where there is no Helm. */
export type Renderer = (release: Release) => Rendering | undefined;

const valuesFile = 'values.environment.yaml';
const folderOf = (workload: string): string => `workloads/${workload}/chart/`;

/** Keys of the workloads that have a chart in a folder. */
export const workloadsIn = (state: FolderState): string[] => [
  ...new Set([...state.keys()].flatMap((path) => /^workloads\/([^/]+)\/chart\//.exec(path)?.[1] ?? [])),
];

/**
 * Tells what happens to the objects of a workload: by what Helm renders from both charts, or without Helm by the values
 * that differ.
 */
export function chartChanges(
  about: { readonly environment: string; readonly workload: string },
  [before, after]: readonly [FolderState, FolderState],
  [was, will]: readonly [Placed, Placed],
  render: Renderer,
): Change[] {
  const [old, young] = [chartOf(before, about.workload), chartOf(after, about.workload)];
  const isSame = old.size === young.size && [...old].every(([path, text]) => young.get(path) === text);
  if (isSame && was.namespace === will.namespace) return [];
  const objects = [
    renderedObjects(about.workload, old, was, render),
    renderedObjects(about.workload, young, will, render),
  ] as const;
  const [one, other] = objects;
  if (one && other) return objectChanges(about, one, other);
  return valueChanges(about, old.get(valuesFile), young.get(valuesFile));
}

function renderedObjects(
  name: string,
  files: ReadonlyMap<string, string>,
  { namespace, kubeVersion }: Placed,
  render: Renderer,
) {
  if (files.size === 0) return objectsIn([]);
  const rendering = render({ name, namespace, kubeVersion, files, valuesFile });
  return rendering && 'manifests' in rendering ? objectsIn([rendering.manifests], namespace) : undefined;
}

function chartOf(state: FolderState, workload: string): ReadonlyMap<string, string> {
  const folder = folderOf(workload);
  return new Map(
    [...state].flatMap(([path, text]) => (path.startsWith(folder) ? [[path.slice(folder.length), text]] : [])),
  );
}

/** Beginnings of values that stand in the pods themselves. */
const ofPods = ['image', 'serviceAccount.roleArn', 'resources', 'config', 'secrets.variables', 'model', 'ports', 'tmp']
  .concat(['startupSeconds', 'extra', 'sidecars', 'probes', 'termination', 'nodeSelector', 'tolerations', 'affinity'])
  .concat(['topologySpread', 'priorityClassName', 'runtimeClassName', 'podAnnotations', 'podLabels']);
const replacing =
  /^(name|loadBalancer\.(name|scheme)|ingress\.scheme|ingress\.annotations\.alb\.ingress\.kubernetes\.io\/group\.name)/;
const switches = /\.enabled$/;

/** By the chart's values alone: what they do to objects is known by their names. */
function valueChanges(
  about: { readonly environment: string; readonly workload: string },
  before: string | undefined,
  after: string | undefined,
): Change[] {
  const object = `Helm values of ${about.workload}`;
  if (before === undefined || after === undefined) {
    const consequence = before === undefined ? 'created' : 'destroyed';
    return [{ ...about, object, field: '', consequence, from: before && object, to: after && object, note: '' }];
  }
  return leafDifferences(parse(before), parse(after)).map(({ path, from, to }) => {
    const field = path.join('.');
    return { ...about, object, field, from, to, ...meaningOf(field, to) };
  });
}

function meaningOf(field: string, to: unknown): { consequence: Consequence; note: string } {
  if (switches.test(field)) return { consequence: to === true ? 'created' : 'destroyed', note: '' };
  if (replacing.test(field))
    return { consequence: 'replaced', note: 'The object is made again; clients may lose its address.' };
  return ofPods.some((start) => field.startsWith(start))
    ? { consequence: 'restarts', note: 'Every pod is replaced, by a rollout.' }
    : { consequence: 'changed in place', note: '' };
}
