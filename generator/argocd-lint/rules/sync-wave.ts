import { isPlainObject } from '../../base/merge.js';
import { type Rule, valueAt } from '../scene.js';

const wave = 'argocd.argoproj.io/sync-wave';

/** Argo CD treats a sync wave that is no whole number as 0, without reporting it. */
export const syncWave: Rule = {
  name: 'sync-wave',
  *check({ objects }) {
    for (const scanned of objects) {
      const value = valueAt(scanned.object, 'metadata', 'annotations', wave);
      if (typeof value !== 'string' || /^[+-]?[0-9]+$/.test(value)) continue;
      const message = `"${value}" is no whole number, so Argo CD takes it for 0.`;
      yield { in: scanned, path: ['metadata', 'annotations', wave], message };
    }
  },
};

/** Annotations and labels are text: for a number, such as an unquoted wave, the API server refuses the whole object. */
export const textOnly: Rule = {
  name: 'not-text',
  *check({ objects }) {
    for (const scanned of objects) {
      for (const field of ['annotations', 'labels']) {
        const map = valueAt(scanned.object, 'metadata', field);
        for (const [key, value] of isPlainObject(map) ? Object.entries(map) : []) {
          if (typeof value === 'string') continue;
          const message = `The value must be a string: write "${value}" in quotes.`;
          yield { in: scanned, path: ['metadata', field, key], message };
        }
      }
    }
  },
};
