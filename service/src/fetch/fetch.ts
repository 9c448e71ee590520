import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError } from '../errors.js';
import { EXIT_CODES, onSignal } from '../signals.js';
import { download } from './download.js';
import { explain } from './explain.js';
import { type FetchSettings, readFetchSettings, type Wanted, wantedObjects } from './settings.js';

/**
 * Downloads the model and its files from S3 to the folder of MODEL_PATH, explains what fails, and ends in order at a
 * signal.
 */
export async function fetchModel(): Promise<void> {
  const end = new AbortController();
  let exitCode = 1;
  let asked = process.env['MODEL_S3_URI'];
  onSignal((signal) => {
    exitCode = EXIT_CODES[signal];
    end.abort(new StartError(`ended by ${signal}`));
  });
  try {
    const settings = readFetchSettings(process.env);
    const seconds = settings.MODEL_FETCH_SECONDS;
    const tooLong = new StartError(`${settings.MODEL_S3_URI} did not arrive within ${seconds} s (MODEL_FETCH_SECONDS)`);
    setTimeout(() => end.abort(tooLong), seconds * 1000).unref();
    let room = settings.MODEL_MAX_BYTES;
    for (const wanted of wantedObjects(settings)) {
      asked = wanted.uri;
      const bytes = await place(wanted, room, settings, end.signal);
      room -= bytes;
      process.stdout.write(`fetched ${wanted.uri} (${bytes} bytes) to ${wanted.path}\n`);
    }
  } catch (error) {
    const reason: Error = end.signal.aborted ? end.signal.reason : (error as Error);
    process.stderr.write(`${explain(reason, asked)}\n`);
    process.exit(exitCode);
  }
}

/**
 * Puts the object to its path when all of it has arrived and its digest is right. The partial file has one name: what a
 * killed fetch has left is overwritten by the next.
 */
async function place(wanted: Wanted, room: number, settings: FetchSettings, signal: AbortSignal): Promise<number> {
  const partial = `${wanted.path}.part`;
  try {
    await mkdir(dirname(wanted.path), { recursive: true });
    const bytes = await within(download({ wanted, path: partial, room }, settings, signal), signal);
    await rename(partial, wanted.path);
    return bytes;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Settles as the work does, or is rejected when the signal aborts it: parts of the work don't listen to the signal. */
const within = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (signal.aborted) reject(signal.reason);
    }),
  ]);
