import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { parseKeys } from './config.js';

/** A change counts within a second. */
const CHECK_EVERY_MS = 500;

/**
 * Reads the file of API keys again and again, and gives changed keys to `use`. Its text is compared, because a mounted
 * Secret is replaced by renaming folders. A file that can't be used is logged, and the keys stay as they are.
 */
export function watchKeyFile(path: string, use: (keys: readonly string[]) => void, log: Logger): void {
  let known: string | undefined;
  const check = async (): Promise<void> => {
    const found = await readFile(path, 'utf8').then(parseKeys, (error: Error) => ({ problem: error.message }));
    const text = JSON.stringify(found);
    if (text === known) return;
    const isFirst = known === undefined;
    known = text;
    if ('problem' in found) {
      log.error({ problem: found.problem }, 'API_KEYS_FILE is not usable: the keys stay as they were');
      return;
    }
    use(found.keys);
    if (!isFirst) log.info({ count: found.keys.length }, 'API keys changed');
  };
  const again = (): void => void setTimeout(() => void check().finally(again), CHECK_EVERY_MS).unref();
  void check().finally(again);
}
