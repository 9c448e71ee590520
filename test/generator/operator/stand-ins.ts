import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { readIfPresent } from '../../../generator/tree/disk.js';
import { folderWith } from '../../helpers/repository.js';
import { writeScript } from '../../helpers/script.js';

/**
 * Stands in for a tool on PATH: records how it was called, fails on what FAIL_ON names, and on the first call that
 * PRINT_ON names prints PRINT.
 * A word can hold anything but a tab or a line break. What is piped into it is read, as the tool does: whoever writes
 * there would be killed otherwise.
 */
const standIn = `#!/bin/sh
{ printf '%s' "\${0##*/}"; for word; do printf '\\t%s' "$word"; done; printf '\\n'; } >>"$CALLS"
case " $* " in
  */dev/stdin* | *' --password-stdin '* | *' -f - '*) cat >/dev/null ;;
esac
case "$*" in
  "\${PRINT_ON:-nothing at all}"*) [ -e "$CALLS.printed" ] || { : >"$CALLS.printed"; echo "$PRINT"; } ;;
esac
case "\${0##*/} $*" in
  "\${FAIL_ON:-nothing at all}"*) exit 7 ;;
esac
`;

export interface StandIns {
  /** PATH with the stand-ins in front, and where they write. */
  readonly env: Readonly<Record<string, string>>;
  /** Every call so far, as words. */
  calls(): string[][];
}

const tools = ['aws', 'terraform', 'kubectl', 'helm', 'docker', 'sleep'] as const;

export function standIns(t: ExecutionContext): StandIns {
  const folder = folderWith(t);
  for (const tool of tools) {
    writeScript(join(folder, tool), standIn);
  }
  const log = join(folder, 'calls');
  return {
    env: { PATH: `${folder}:/usr/bin:/bin`, CALLS: log },
    calls: () =>
      (readIfPresent(log) ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t')),
  };
}
