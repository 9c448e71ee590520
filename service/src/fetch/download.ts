import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../errors.js';
import { openObject, tooLarge } from './object.js';
import type { FetchSettings } from './settings.js';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;

/** An object that didn't arrive whole; another attempt may get it. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Writes the object to a file while hashing it, from the start again where it breaks off, and returns its size.
 * @throws StartError when its digest or its size is wrong, or it breaks off again and again
 */
export async function download(settings: FetchSettings, path: string, signal: AbortSignal): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await downloadOnce(settings, path, signal);
    } catch (error) {
      if (!(error instanceof Interrupted) || signal.aborted || attempt === ATTEMPTS) throw error;
      process.stderr.write(`attempt ${attempt} of ${ATTEMPTS}: ${error.message}\n`);
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal });
    }
  }
}

async function downloadOnce(settings: FetchSettings, path: string, signal: AbortSignal): Promise<number> {
  const body = await openObject(settings, signal);
  const idle = settings.MODEL_FETCH_IDLE_SECONDS;
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Interrupted(`nothing arrived for ${idle} s`)), idle * 1000);
  const hash = createHash('sha256');
  let bytes = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      timer.refresh();
      hash.update(chunk);
      bytes += chunk.length;
      done(bytes > settings.MODEL_MAX_BYTES ? tooLarge(settings) : null, chunk);
    },
  });
  let brokeOff: Error | undefined;
  body.once('error', (error) => {
    brokeOff = error;
  });
  try {
    const file = createWriteStream(path, { mode: 0o644 });
    await pipeline(body, check, file, { signal: AbortSignal.any([signal, stalled.signal]) });
  } catch (error) {
    if (stalled.signal.aborted) throw stalled.signal.reason;
    // The file may fail as well: a full disk is no reason for another attempt.
    throw brokeOff !== undefined && error === brokeOff
      ? new Interrupted(`it broke off after ${bytes} bytes (${brokeOff.message})`)
      : error;
  } finally {
    clearTimeout(timer);
  }
  const digest = hash.digest('hex');
  if (digest === settings.MODEL_SHA256) return bytes;
  throw new StartError(
    `${settings.MODEL_S3_URI} has the digest ${digest}, MODEL_SHA256 demands ${settings.MODEL_SHA256}`,
  );
}
