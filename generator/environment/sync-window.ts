import { cronMistake } from './cron.js';

/** When a sync window starts and how long it lasts, as Argo CD writes them. An empty time zone is UTC. */
export interface WindowTimes {
  readonly schedule: string;
  readonly duration: string;
  readonly timeZone: string;
}

export interface WindowMistake {
  readonly path: readonly [keyof WindowTimes];
  readonly message: string;
}

/** Tells what Argo CD couldn't read of a sync window, and so would refuse the whole AppProject for. */
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
