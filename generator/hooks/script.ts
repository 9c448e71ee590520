import { shellWord } from '../template/shell.js';

/** The name that a hook which was there before goes on under. */
export const earlierHook = 'pre-commit.before-inference-gitops';

const mark = '# inference-gitops: this hook renders and stages what the staged environments imply.';

export const isOurs = (script: string): boolean => script.split('\n', 3).includes(mark);

export interface HookScript {
  /** The folders whose staged changes concern us, from the work tree's top. */
  readonly folders: readonly string[];
  /** The repository that we work on, seen from the work tree's top. */
  readonly root: string;
  /** The Node that runs this, and the program. */
  readonly node: string;
  readonly program: string;
}

/**
 * The text of the pre-commit hook. An earlier hook runs first. One for a shell is read into a shell that has this
 * hook's own name, because some (husky's) look up by that name what they have to run.
 */
export function hookScript({ folders, root, node, program }: HookScript): string {
  return `#!/bin/sh
${mark}
# Made by «inference-gitops hooks install»; «inference-gitops hooks uninstall» puts back what was here before.

earlier=$(dirname "$0")/${earlierHook}
if [ -x "$earlier" ]; then
  first=
  IFS= read -r first <"$earlier" || :
  case $first in
    '#!/bin/sh' | '#!/usr/bin/sh' | '#!/usr/bin/env sh')
      sh -c 'hook=$1; shift; . "$hook"' "$0" "$earlier" "$@" || exit ;;
    '#!/bin/bash' | '#!/usr/bin/bash' | '#!/usr/bin/env bash')
      bash -c 'hook=$1; shift; . "$hook"' "$0" "$earlier" "$@" || exit ;;
    *) "$earlier" "$@" || exit ;;
  esac
fi

git diff --cached --quiet --no-ext-diff -- ${folders.map(shellWord).join(' ')} && exit 0

program=${shellWord(program)}
if [ ! -f "$program" ]; then
  echo "inference-gitops is not where this hook was installed from ($program)." >&2
  echo 'Build it (npm ci && npm run build), install the hook again, or take it away: hooks uninstall.' >&2
  exit 1
fi
node=${shellWord(node)}
[ -x "$node" ] || node=node
exec "$node" "$program" hooks run --root ${shellWord(root)}
`;
}
