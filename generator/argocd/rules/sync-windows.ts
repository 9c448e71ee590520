import { finding, listAt, type Rule } from '../model.js';

const subjects = ['applications', 'namespaces', 'clusters'];
const identity = ['kind', 'schedule', 'duration', 'timeZone'];

/** Argo CD refuses a whole project with a window that is there twice or is about nothing. */
export const syncWindows: Rule = ({ projects }) =>
  projects.flatMap((project) => {
    const seen = new Set<string>();
    return listAt(project.object, 'spec', 'syncWindows').flatMap((window, position) => {
      const place = ['spec', 'syncWindows', position];
      const key = JSON.stringify([...identity, ...subjects].map((field) => (window as Record<string, unknown>)[field]));
      const isRepeated = seen.has(key);
      seen.add(key);
      if (isRepeated) return [finding(project, 'sync-window', place, 'This window is there twice: keep one.')];
      if (subjects.some((subject) => listAt(window, subject).length > 0)) return [];
      return [
        finding(project, 'sync-window', place, `This window is about nothing: give it one of ${subjects.join(', ')}.`),
      ];
    });
  });
