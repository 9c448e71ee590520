import { cronMistake } from '../cron.js';
import { finding, listAt, type Manifest, type ManifestFinding, type Rule, textAt, valueAt } from '../model.js';

const subjects = ['applications', 'namespaces', 'clusters'];
const identity = ['kind', 'schedule', 'duration', 'timeZone', ...subjects];

/** Argo CD refuses a whole project, and with it every sync, for one window that it can't read, that is about nothing or that is there twice. */
export const syncWindows: Rule = ({ projects }) => projects.flatMap(inProject);

function inProject(project: Manifest): ManifestFinding[] {
  const keys = listAt(project.object, 'spec', 'syncWindows').map((window) =>
    JSON.stringify(identity.map((field) => valueAt(window, field))),
  );
  return listAt(project.object, 'spec', 'syncWindows').flatMap((window, position) => {
    const isRepeated = keys.indexOf(keys[position] as string) < position;
    const mistakes = isRepeated ? [['', 'This window is there twice: keep one.']] : mistakesIn(window);
    return mistakes.map(([field = '', message = '']) =>
      finding(project, 'sync-window', ['spec', 'syncWindows', position, ...(field === '' ? [] : [field])], message),
    );
  });
}

/** Each with the field that it is in. */
function mistakesIn(window: unknown): string[][] {
  const cron = cronMistake(textAt(window, 'schedule'));
  const isAboutNothing = subjects.every((subject) => listAt(window, subject).length === 0);
  return [
    ...(isAboutNothing ? [['', `This window is about nothing: give it one of ${subjects.join(', ')}.`]] : []),
    ...(cron ? [['schedule', `This is no schedule: ${cron}, as in "0 22 * * 1-5".`]] : []),
    ...(isDuration(textAt(window, 'duration'))
      ? []
      : [['duration', 'This is no duration: write one such as "1h30m".']]),
    ...(isTimeZone(textAt(window, 'timeZone'))
      ? []
      : [['timeZone', 'There is no such time zone: write one such as "Australia/Sydney".']]),
  ];
}

const isDuration = (text: string): boolean => /^([0-9]+(\.[0-9]+)?(h|m|s))+$/.test(text);

function isTimeZone(text: string): boolean {
  try {
    return text === '' || new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}
