import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks twice a second until there is something to see.
 *
 * @param look gives undefined or false as long as there isn't; what it throws counts as that
 * @throws Error that says what was waited for, and what the last look threw
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  { seconds = 120 } = {},
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await sleep(500);
  }
  const why = last instanceof Error ? ` The last look failed: ${last.message}` : '';
  throw new Error(`Waited ${seconds} s in vain: ${what}.${why}`);
}
