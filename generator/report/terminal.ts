import { readSync, writeSync } from 'node:fs';
import { UserError } from './user-error.js';

/** Output and questions of a command while it runs. */
export interface Terminal {
  /** File descriptor for what the command writes, and for the output of programs that it runs. */
  readonly output: 1 | 2;
  write(text: string): void;
  /** Prints a question and reads a line; undefined at the end of the input. */
  ask(question: string): string | undefined;
}

/**
 * Makes the terminal of this process. Lines are read byte by byte, never beyond their end: the programs that the
 * command starts read the rest of the same input.
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
  for (let done = 0; done < bytes.length; ) done += retrying(() => writeSync(descriptor, bytes, done));
}

function readLine(descriptor: number): string | undefined {
  const byte = Buffer.alloc(1);
  const line: number[] = [];
  while (retrying(() => readSync(descriptor, byte)) === 1) {
    if (byte[0] === 0x0a) return Buffer.from(line).toString('utf8');
    line.push(byte[0] as number);
  }
  return line.length === 0 ? undefined : Buffer.from(line).toString('utf8');
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Repeats a transfer on a non-blocking pipe until it succeeds. Gives 0 at the end of the input. */
function retrying(transfer: () => number): number {
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
