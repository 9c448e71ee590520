import { readSync, writeSync } from 'node:fs';
import { UserError } from './user-error.js';

/** Where a command talks with a person while it works. */
export interface Terminal {
  /** File descriptor that what is said goes to, and the output of what is executed. */
  readonly output: 1 | 2;
  write(text: string): void;
  /** The line that is typed; undefined when nobody types any more. */
  ask(question: string): string | undefined;
}

/**
 * The terminal of this process. A line is read byte by byte and not one byte further: what follows it belongs to the programs that the
 * command starts, which read from the same place.
 */
export function processTerminal(output: 1 | 2): Terminal {
  const write = (text: string) => {
    writeAll(output, Buffer.from(text));
  };
  return {
    output,
    write,
    ask(question) {
      write(question);
      return readLine(0);
    },
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += patiently(() => writeSync(descriptor, bytes, done));
}

function readLine(descriptor: number): string | undefined {
  const byte = Buffer.alloc(1);
  const line: number[] = [];
  while (patiently(() => readSync(descriptor, byte)) === 1) {
    if (byte[0] === 0x0a) return Buffer.from(line).toString('utf8');
    line.push(byte[0] as number);
  }
  return line.length === 0 ? undefined : Buffer.from(line).toString('utf8');
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** A pipe that doesn't block has to be asked again; a reader that is gone reads nothing. */
function patiently(transfer: () => number): number {
  for (;;) {
    try {
      return transfer();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code === 'EPIPE') throw new UserError('Stopped: nobody reads any more what is done.');
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 20);
    }
  }
}
