import type { RenderedManifest } from '../../../generator/render/argocd.js';
import { environmentOf, renderedArgoCD } from '../../argocd/rendering.js';

export const prod = environmentOf('prod');

/** The documents of prod that cases damage: file, and index among the documents with content. */
const documents = {
  workload: ['workload-ml-inference-application.yaml', 0],
  project: ['workload-ml-inference-project.yaml', 0],
  root: ['root.yaml', 1],
  addOn: ['addon-external-secrets.yaml', 1],
  addOnObjects: ['addon-external-secrets.yaml', 2],
  addOnObject: ['external-secrets/objects.yaml', 0],
} as const;

export interface Damage {
  readonly title: string;
  readonly of: keyof typeof documents;
  /** Path from the top of the document. The last key is set, or deleted where `to` is left out. */
  readonly at: readonly (string | number)[];
  readonly to?: unknown;
  /** All findings, as `rule path`. */
  readonly finds: readonly string[];
}

/** Gives prod's manifests with one value set or deleted. */
export function damaged({ of, at, to }: Pick<Damage, 'of' | 'at' | 'to'>): RenderedManifest[] {
  const [file, index] = documents[of];
  return renderedArgoCD(prod).manifests.map((manifest) => {
    if (!manifest.path.endsWith(`/argocd/${file}`)) return manifest;
    const objects = structuredClone(manifest.objects) as Record<string | number, unknown>[];
    const parents = at.slice(0, -1);
    const holder = parents.reduce<unknown>(
      (node, key) => (node as Record<string, unknown>)[key],
      documentOf(objects, index),
    );
    const last = at.at(-1) as string;
    if (to === undefined) delete (holder as Record<string, unknown>)[last];
    else (holder as Record<string, unknown>)[last] = to;
    return { ...manifest, objects };
  });
}

/** Finds a document by index. Empty ones don't count: comments at the top of a file can make one. */
const documentOf = (objects: readonly unknown[], index: number) => objects.filter((object) => object !== null)[index];
