import { isPlainObject } from '../../base/merge.js';
import { finding, type Manifest, type ManifestFinding, type Rule, valueAt } from '../model.js';

const wave = 'argocd.argoproj.io/sync-wave';

/** Annotations and labels are text. An unquoted wave is a number, and the API server refuses the whole object. */
export const syncWave: Rule = ({ manifests }) =>
  manifests.flatMap((manifest) => [...texts(manifest), ...waves(manifest)]);

function texts(manifest: Manifest): ManifestFinding[] {
  return ['annotations', 'labels'].flatMap((field) => {
    const map = valueAt(manifest.object, 'metadata', field);
    const entries = isPlainObject(map) ? Object.entries(map) : [];
    return entries
      .filter(([, value]) => typeof value !== 'string')
      .map(([key, value]) =>
        finding(
          manifest,
          key === wave ? 'sync-wave' : 'not-text',
          ['metadata', field, key],
          `The value must be a string: write "${value}" in quotes.`,
        ),
      );
  });
}

function waves(manifest: Manifest): ManifestFinding[] {
  const value = valueAt(manifest.object, 'metadata', 'annotations', wave);
  if (typeof value !== 'string' || /^[+-]?[0-9]+$/.test(value)) return [];
  return [
    finding(
      manifest,
      'sync-wave',
      ['metadata', 'annotations', wave],
      `"${value}" is no whole number, so Argo CD takes it for 0.`,
    ),
  ];
}
