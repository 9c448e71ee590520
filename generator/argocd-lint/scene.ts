import { isPlainObject } from '../base/merge.js';
import type { Path } from '../environment/problem.js';
import type { RenderedManifest } from '../render/argocd.js';

/** One Kubernetes object that Argo CD reads: a YAML document of a rendered file. */
export interface ScannedObject {
  readonly file: string;
  /** Which document of the file, counted from 0. */
  readonly index: number;
  readonly object: Readonly<Record<string, unknown>>;
  /** Empty for the core API, as the other names are where they are missing. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** What a rule found in one object: an error unless it says otherwise. `path` starts at the object's top. */
export interface RuleFinding {
  readonly in: ScannedObject;
  readonly path: Path;
  readonly message: string;
  readonly severity?: 'warning';
  /** The environment's field that the value comes from, where it isn't the template's: the problem is told there. */
  readonly field?: Path;
}

/** One thing that has to hold for what Argo CD reads. Yields nothing where it holds. */
export interface Rule {
  /** Stable, for machines. */
  readonly name: string;
  check(scene: Scene): Iterable<RuleFinding>;
}

/** Everything that a rule may look at: the objects of one environment and what the repository holds. */
export interface Scene {
  readonly objects: readonly ScannedObject[];
  readonly applications: readonly ScannedObject[];
  readonly projects: readonly ScannedObject[];
  /** The objects of the files right in each folder. */
  readonly folders: ReadonlyMap<string, readonly ScannedObject[]>;
  /** This repository's own URL, as the environment states it. */
  readonly repoURL: string;
  /** The revision that the environment names for it. */
  readonly targetRevision: string;
  /** The workload of each namespace, by its key. */
  readonly workloads: ReadonlyMap<string, string>;
  /** Whether a file or a folder with this path will be in the repository. */
  hasPath(path: string): boolean;
}

/** What the rules have to know of the environment and its repository. */
export type Facts = Pick<Scene, 'repoURL' | 'targetRevision' | 'workloads' | 'hasPath'>;

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

function scan(file: string, index: number, object: ScannedObject['object']): ScannedObject {
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

/** Reads the value at a path; undefined where something on the way is missing or no map. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let node = value;
  // Rules ask thousands of times for each environment: an iterator costs more here than what it gives.
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

/** Lists the sources of an Application, with the path of each. */
export function sourcesOf({ object }: ScannedObject): { source: unknown; path: Path }[] {
  const single = valueAt(object, 'spec', 'source');
  const several = listAt(object, 'spec', 'sources');
  return [
    ...(single === undefined ? [] : [{ source: single, path: ['spec', 'source'] }]),
    ...several.map((source, position) => ({ source, path: ['spec', 'sources', position] })),
  ];
}

/** Normalizes a git address as Argo CD compares them: case and a trailing `.git` or slash don't count. */
export const normalURL = (url: string): string =>
  url
    .toLowerCase()
    .trim()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
