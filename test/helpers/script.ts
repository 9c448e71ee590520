import { execFileSync } from 'node:child_process';

/**
 * Writes a program that is about to be started. Another process writes it: a file that this one has open for writing is
 * inherited by whatever another test starts at that moment, and Linux starts none that somebody may write (ETXTBSY).
 */
export function writeScript(path: string, text: string): void {
  execFileSync('sh', ['-c', 'cat >"$1" && chmod 755 "$1"', 'sh', path], { input: text });
}
