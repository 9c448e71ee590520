import { cronMistake } from './cron.js';

/** Start and duration of a sync window in Argo CD's notation. An empty time zone means UTC. */
export interface WindowTimes {
  readonly schedule: string;
  readonly duration: string;
  readonly timeZone: string;
}

export interface WindowMistake {
  readonly path: readonly [keyof WindowTimes];
  readonly message: string;
}

/** Lists the fields of a sync window that Argo CD can't parse: for any of them it refuses the whole AppProject. */
export function mistakesInWindow({ schedule, duration, timeZone }: WindowTimes): WindowMistake[] {
  const cron = cronMistake(schedule);
  return [
    ...(cron ? [mistake('schedule', `This is no schedule: ${cron}, as in "0 22 * * 1-5".`)] : []),
    ...(isDuration(duration) ? [] : [mistake('duration', 'This is no duration: write one such as "1h30m".')]),
    ...(isTimeZone(timeZone)
      ? []
      : [mistake('timeZone', 'There is no such time zone: write one such as "Australia/Sydney".')]),
  ];
}

const mistake = (field: keyof WindowTimes, message: string): WindowMistake => ({ path: [field], message });

const isDuration = (text: string): boolean => /^([0-9]+(\.[0-9]+)?(h|m|s))+$/.test(text);

function isTimeZone(text: string): boolean {
  try {
    return text === '' || new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}
