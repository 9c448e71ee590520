const start = Date.now();

/** Prints a line on the terminal with the seconds since the start. */
export function tell(line: string): void {
  const seconds = Math.round((Date.now() - start) / 1000);
  process.stdout.write(`${String(seconds).padStart(4)} s  ${line}\n`);
}

/** Tells whose line it is. */
export const tellOf =
  (whose: string) =>
  (line: string): void =>
    tell(`${whose}: ${line}`);
