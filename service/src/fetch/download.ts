import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../errors.js';
import { openObject, tooLarge } from './object.js';
import type { FetchSettings, Wanted } from './settings.js';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;

/** An object that didn't arrive whole; another attempt may get it. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** An object, where it is written, and how many bytes it may have. */
export interface Download {
  readonly wanted: Wanted;
  readonly path: string;
  readonly room: number;
}

/**
 * Writes the object to a file while hashing it, from the start again where it breaks off, and returns its size.
 * @throws StartError when its digest or its size is wrong, or it breaks off again and again
 */
export async function download(what: Download, settings: FetchSettings, signal: AbortSignal): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await downloadOnce(what, settings, signal);
    } catch (error) {
      if (!(error instanceof Interrupted) || signal.aborted || attempt === ATTEMPTS) throw error;
      process.stderr.write(`attempt ${attempt} of ${ATTEMPTS}: ${error.message}\n`);
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal });
    }
  }
}

async function downloadOnce(
  { wanted: { uri, sha256, demandedBy }, path, room }: Download,
  settings: FetchSettings,
  signal: AbortSignal,
): Promise<number> {
  const body = await openObject(uri, room, settings, signal);
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
      done(bytes > room ? tooLarge(uri, room, settings) : null, chunk);
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
  if (digest === sha256) return bytes;
  throw new StartError(`${uri} has the digest ${digest}, ${demandedBy} demands ${sha256}`);
}
