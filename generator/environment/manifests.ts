import { type Document, isMap, parseAllDocuments } from 'yaml';
import type { Problem } from './problem.js';
import { maxCharacters, options, type SourceText, tooLargeSentence } from './source.js';

/** An object of a manifest, by what Kubernetes and Argo CD know it by. */
export interface ObjectName {
  /** API group; empty for the core. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** Empty where the manifest says none. */
  readonly namespace: string;
}

/** A file of somebody's own in environments/<env>/manifests/, or in the folder of a workload in it. */
export interface OwnManifest {
  /** Key of the workload whose folder it is in; empty for the environment's own. */
  readonly workload: string;
  /** Name of the file. */
  readonly name: string;
  readonly text: string;
  readonly objects: readonly ObjectName[];
}

/** A file of somebody's own, as it was read. */
export interface OwnFile extends SourceText {
  /** Seen from its folder, such as environments/<env>/manifests/, with forward slashes. */
  readonly path: string;
}

/** Namespaced kinds of Kubernetes itself that people write. */
export const namespacedKinds = [
  '/ConfigMap',
  '/LimitRange',
  '/PersistentVolumeClaim',
  '/Pod',
  '/ResourceQuota',
  '/Secret',
  '/Service',
  '/ServiceAccount',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/StatefulSet',
  'autoscaling/HorizontalPodAutoscaler',
  'batch/CronJob',
  'batch/Job',
  'networking.k8s.io/Ingress',
  'networking.k8s.io/NetworkPolicy',
  'policy/PodDisruptionBudget',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
] as const;

export const kindText = ({ group, kind }: Pick<ObjectName, 'group' | 'kind'>): string => `${group}/${kind}`;

const isNamespaced = (object: ObjectName): boolean => (namespacedKinds as readonly string[]).includes(kindText(object));

/** Reads the manifests of one environment, or tells every reason why Argo CD couldn't apply them as they are meant. */
export function readManifests(
  sources: readonly OwnFile[],
  workloads: readonly string[],
): { readonly manifests: readonly OwnManifest[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  const manifests = sources.flatMap((source) => {
    const report: Report = (offset, message) => problems.push(problemOf(source, offset, message));
    const place = placeOf(source, workloads, report);
    if (!place || !isReadable(source, report)) return [];
    const objects = parseAllDocuments(source.text, { ...options, logLevel: 'silent' });
    const names = ('empty' in objects ? [] : objects).flatMap((document) => objectIn(document, report) ?? []);
    for (const { offset, ...object } of names) assertPlaced(object, { offset, place, seen, source, report });
    return [{ ...place, text: source.text, objects: names.map(({ offset: _, ...object }) => object) }];
  });
  return { manifests, problems };
}

type Report = (offset: number, message: string) => void;
type Place = Pick<OwnManifest, 'workload' | 'name'>;

/** Names by which Argo CD would take the whole folder for something else than manifests. */
const otherTools = /^(kustomization\.ya?ml|Kustomization|Chart\.yaml)$/;

function placeOf({ path }: OwnFile, workloads: readonly string[], report: Report): Place | undefined {
  const [first = '', second, ...deeper] = path.split('/');
  const name = second ?? first;
  if (otherTools.test(name)) {
    report(0, 'Argo CD would take the whole folder for Kustomize or a chart: manifests stand here as they are.');
    return undefined;
  }
  if (second === undefined) return { workload: '', name };
  if (deeper.length === 0 && workloads.includes(first)) return { workload: first, name };
  report(0, `A folder in manifests/ is called as a workload, and has no folders: there are ${workloads.join(', ')}.`);
  return undefined;
}

function isReadable({ text, notText }: SourceText, report: Report): boolean {
  if (notText !== undefined) report(notText, 'This is not UTF-8 text: save it as UTF-8.');
  else if (text.length > maxCharacters) report(maxCharacters, tooLargeSentence);
  else return true;
  return false;
}

type FoundObject = ObjectName & { readonly offset: number };

function objectIn(document: Document.Parsed, report: Report): FoundObject | undefined {
  const [error] = document.errors;
  if (error) report(error.pos[0], `${error.message.replace(/\.?$/, '')}.`);
  if (error || document.contents === null) return undefined;
  const offset = document.contents.range[0];
  const text = (...path: string[]): string => {
    const value = isMap(document.contents) ? document.getIn(path) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const [apiVersion, kind, name] = [text('apiVersion'), text('kind'), text('metadata', 'name')];
  if (apiVersion === '' || kind === '' || name === '') {
    report(offset, 'A Kubernetes object has an apiVersion, a kind and a metadata.name.');
    return undefined;
  }
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind, name, namespace: text('metadata', 'namespace'), offset };
}

interface Placed {
  readonly offset: number;
  readonly place: Place;
  /** Where each object was found first. */
  readonly seen: Map<string, string>;
  readonly source: SourceText;
  readonly report: Report;
}

function assertPlaced(object: ObjectName, { offset, place, seen, source, report }: Placed): void {
  const { group, kind, name, namespace } = object;
  if (group === 'argoproj.io') report(offset, `${kind} would let Argo CD do what its projects forbid: leave it out.`);
  if (kind.endsWith('List')) report(offset, 'Write the objects of a list one by one, with --- between them.');
  if (isNamespaced(object) && namespace === '' && place.workload === '')
    report(offset, 'Say its metadata.namespace, or move the file into the folder of a workload.');
  const identity = `${kindText(object)} ${namespace || place.workload}/${name}`;
  const other = seen.get(identity);
  if (other !== undefined) report(offset, `${kind} ${name} is in ${other} already.`);
  else seen.set(identity, source.file);
}

function problemOf({ file, text }: SourceText, offset: number, message: string): Problem {
  const before = text.slice(0, offset).split('\n');
  const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return { severity: 'error', rule: 'manifest', path: '', message, ...place };
}
