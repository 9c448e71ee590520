import { isPlainObject } from '../base/merge.js';
import type { Path } from '../environment/problem.js';
import type { RenderedManifest } from '../render/argocd.js';

/** One Kubernetes object that Argo CD reads: a YAML document of a rendered file. */
export interface ScannedObject {
  readonly file: string;
  /** Index of the document in the file. */
  readonly index: number;
  readonly object: Readonly<Record<string, unknown>>;
  /** API group; empty for the core API. The names below are empty where the object lacks them. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** A finding in one object: an error unless `severity` is set. `path` starts at the top of the object. */
export interface RuleFinding {
  readonly in: ScannedObject;
  readonly path: Path;
  readonly message: string;
  readonly severity?: 'warning';
  /** The environment's field that the value comes from: the problem is then reported at that field. */
  readonly field?: Path;
}

/** A condition on the objects that Argo CD reads. Yields a finding for each violation. */
export interface Rule {
  /** Stays the same over releases, so programs can rely on it. */
  readonly name: string;
  check(scene: Scene): Iterable<RuleFinding>;
}

/** The input of rules: the objects of one environment, and facts about the environment and its repository. */
export interface Scene {
  readonly objects: readonly ScannedObject[];
  readonly applications: readonly ScannedObject[];
  readonly projects: readonly ScannedObject[];
  /** The objects by the folder of their file; those of subfolders aren't included. */
  readonly folders: ReadonlyMap<string, readonly ScannedObject[]>;
  /** URL of this repository, as the environment states it. */
  readonly repoURL: string;
  /** Revision of this repository, as the environment states it. */
  readonly targetRevision: string;
  /** The workload of each namespace, by its key. */
  readonly workloads: ReadonlyMap<string, string>;
  /** The add-on of each Application that installs one, by the Application's name. */
  readonly addOns: ReadonlyMap<string, AddOnOfEnvironment>;
  /** Names of the Applications of somebody's own objects, which may be in a workload's namespace. */
  readonly ownManifests: ReadonlySet<string>;
  /** Whether a file or a folder with this path will be in the repository. */
  hasPath(path: string): boolean;
}

/** An add-on as an environment has it. */
export interface AddOnOfEnvironment {
  readonly key: string;
  /** The Helm values that the environment says itself. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What the rules have to know of the environment and its repository. */
export type Facts = Pick<Scene, 'repoURL' | 'targetRevision' | 'workloads' | 'addOns' | 'ownManifests' | 'hasPath'>;

export function sceneOf(files: readonly RenderedManifest[], facts: Facts): Scene {
  const scanned = files.flatMap(({ path, objects }) =>
    objects.flatMap((object, index) => (isPlainObject(object) ? [scan(path, index, object)] : [])),
  );
  const ofKind = (wanted: string) => scanned.filter(({ kind, group }) => kind === wanted && group === 'argoproj.io');
  return {
    ...facts,
    objects: scanned,
    applications: ofKind('Application'),
    projects: ofKind('AppProject'),
    folders: byFolder(scanned),
  };
}

export function scan(file: string, index: number, object: ScannedObject['object']): ScannedObject {
  const apiVersion = textAt(object, 'apiVersion');
  return {
    file,
    index,
    object,
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind: textAt(object, 'kind'),
    name: textAt(object, 'metadata', 'name'),
    namespace: textAt(object, 'metadata', 'namespace'),
  };
}

function byFolder(objects: readonly ScannedObject[]): ReadonlyMap<string, readonly ScannedObject[]> {
  const folders = new Map<string, ScannedObject[]>();
  for (const scanned of objects) {
    const folder = scanned.file.slice(0, scanned.file.lastIndexOf('/'));
    const known = folders.get(folder);
    if (known) known.push(scanned);
    else folders.set(folder, [scanned]);
  }
  return folders;
}

/** Reads the value at a path; undefined where a part of the path is missing. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let node = value;
  // This runs thousands of times for each environment: a loop with an index is faster than an iterator.
  for (let depth = 0; depth < path.length; depth += 1) {
    const key = path[depth] as string;
    if (!isPlainObject(node) || !Object.hasOwn(node, key)) return undefined;
    node = node[key];
  }
  return node;
}

/** Reads the text at a path; empty where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : '';
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** A source of an Application, with its path in that. */
export interface LocatedSource {
  readonly source: unknown;
  readonly path: Path;
}

export function sourcesOf({ object }: ScannedObject): LocatedSource[] {
  const single = valueAt(object, 'spec', 'source');
  const several = listAt(object, 'spec', 'sources');
  return [
    ...(single === undefined ? [] : [{ source: single, path: ['spec', 'source'] }]),
    ...several.map((source, position) => ({ source, path: ['spec', 'sources', position] })),
  ];
}

/** Normalises a git URL as Argo CD does to compare: case and a trailing `.git` or slash don't count. */
export const normalURL = (url: string): string =>
  url
    .toLowerCase()
    .trim()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
