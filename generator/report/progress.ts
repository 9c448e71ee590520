/** Tells how far a command is. */
export interface Progress {
  /** Such as `rendered`, 312, 1000. */
  step(what: string, done: number, total: number): void;
  /** Takes the line away. */
  end(): void;
}

/** Where nobody watches. */
export const silent: Progress = { step() {}, end() {} };

/** Whoever waits for less than this needs no word. */
const patience = 1000;

/** Milliseconds between two lines. */
const pause = 100;

/**
 * Writes one line that changes, on a terminal, once the process runs for longer than a second.
 * @param now milliseconds since the process began
 */
export function progressOn(write: (text: string) => void, now = () => performance.now()): Progress {
  let next = patience;
  let isShown = false;
  return {
    step(what, done, total) {
      const time = now();
      if (time < next) return;
      next = time + pause;
      isShown = true;
      write(`\r\u001b[K${done} of ${total} environments ${what}`);
    },
    end() {
      if (isShown) write('\r\u001b[K');
      isShown = false;
    },
  };
}
