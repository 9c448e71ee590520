import { isPlainObject } from '../../base/merge.js';
import { mistakesInWindow } from '../../environment/sync-window.js';
import { listAt, type Rule, textAt, valueAt } from '../scene.js';

const subjects = ['applications', 'namespaces', 'clusters'];
const identity = ['kind', 'schedule', 'duration', 'timeZone', ...subjects];

/**
 * Argo CD refuses a whole project, and with it every sync, for one window that it can't parse, that names no
 * applications, namespaces or clusters, or that is listed twice.
 */
export const syncWindows: Rule = {
  name: 'sync-window',
  *check({ projects }) {
    for (const project of projects) {
      const seen = new Set<string>();
      for (const [position, window] of listAt(project.object, 'spec', 'syncWindows').entries()) {
        const path = ['spec', 'syncWindows', position];
        const key = JSON.stringify(identity.map((field) => valueAt(window, field)));
        const mistakes = seen.has(key)
          ? [{ path: [], message: 'This window is there twice: keep one.' }]
          : mistakesIn(window);
        seen.add(key);
        for (const mistake of mistakes)
          yield { in: project, path: [...path, ...mistake.path], message: mistake.message };
      }
    }
  },
};

function mistakesIn(window: unknown) {
  const hasNoSubject = subjects.every((subject) => listAt(window, subject).length === 0);
  const message = `This window is about nothing: give it one of ${subjects.join(', ')}.`;
  const fields = {
    schedule: textAt(window, 'schedule'),
    duration: textAt(window, 'duration'),
    timeZone: textAt(window, 'timeZone'),
  };
  return [...(hasNoSubject || !isPlainObject(window) ? [{ path: [], message }] : []), ...mistakesInWindow(fields)];
}
