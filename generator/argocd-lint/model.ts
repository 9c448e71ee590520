import { isPlainObject } from '../base/merge.js';
import type { Finding, Path } from '../environment/problem.js';
import type { RenderedManifest } from '../render/argocd.js';

/** One YAML document that Argo CD reads. */
export interface Manifest {
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

/** What is wrong in one document; `path` starts at the document's top. */
export interface ManifestFinding extends Finding {
  readonly file: string;
  readonly index: number;
}

/** Everything that a rule may look at: the manifests of one environment and what the repository holds. */
export interface Scene {
  readonly manifests: readonly Manifest[];
  readonly applications: readonly Manifest[];
  readonly projects: readonly Manifest[];
  /** The manifests right in each folder. */
  readonly folders: ReadonlyMap<string, readonly Manifest[]>;
  /** This repository's own URL, as the environment states it. */
  readonly repoURL: string;
  /** Whether a file or a folder with this path will be in the repository. */
  hasPath(path: string): boolean;
}

export type Rule = (scene: Scene) => ManifestFinding[];

export function sceneOf(files: readonly RenderedManifest[], repository: Pick<Scene, 'repoURL' | 'hasPath'>): Scene {
  const manifests = files.flatMap(({ path, objects }) =>
    objects.flatMap((object, index) => (isPlainObject(object) ? [manifestOf(path, index, object)] : [])),
  );
  const ofKind = (wanted: string) => manifests.filter(({ kind, group }) => kind === wanted && group === 'argoproj.io');
  return {
    ...repository,
    manifests,
    applications: ofKind('Application'),
    projects: ofKind('AppProject'),
    folders: byFolder(manifests),
  };
}

function manifestOf(file: string, index: number, object: Manifest['object']): Manifest {
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

function byFolder(manifests: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> {
  const folders = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const folder = manifest.file.slice(0, manifest.file.lastIndexOf('/'));
    const known = folders.get(folder);
    if (known) known.push(manifest);
    else folders.set(folder, [manifest]);
  }
  return folders;
}

/** Whatever stands at a path; undefined where something on the way is missing or no map. */
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

/** The text at a path; empty where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : '';
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** The sources of an Application with where each stands. */
export function sourcesOf({ object }: Manifest): { source: unknown; path: Path }[] {
  const single = valueAt(object, 'spec', 'source');
  const several = listAt(object, 'spec', 'sources');
  return [
    ...(single === undefined ? [] : [{ source: single, path: ['spec', 'source'] }]),
    ...several.map((source, position) => ({ source, path: ['spec', 'sources', position] })),
  ];
}

/** A finding of `rule` in `manifest`. */
export function finding(manifest: Manifest, rule: string, path: Path, message: string): ManifestFinding {
  return { severity: 'error', rule, path, message, file: manifest.file, index: manifest.index };
}

export const warning = (...given: Parameters<typeof finding>): ManifestFinding => ({
  ...finding(...given),
  severity: 'warning',
});

/** Git addresses that mean one repository, as Argo CD compares them: case and a trailing `.git` or slash don't count. */
export const normalURL = (url: string): string =>
  url
    .toLowerCase()
    .trim()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
