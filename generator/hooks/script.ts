import { shellWord } from '../template/shell.js';

/** Git runs the second for a merge without conflicts, and the first for every other commit. */
export const hookNames = ['pre-commit', 'pre-merge-commit'] as const;
export type HookName = (typeof hookNames)[number];

/** The name that a hook which was there before goes on under. */
export const earlierHook = (name: HookName): string => `${name}.before-inference-gitops`;

const mark = '# inference-gitops: this hook renders and stages what the staged environments imply.';

export const isOurs = (script: string): boolean => script.split('\n', 3).includes(mark);

export interface HookScript {
  readonly name: HookName;
  /** The folders whose staged changes concern us, from the work tree's top. */
  readonly folders: readonly string[];
  /** The repository that we work on, seen from the work tree's top. */
  readonly root: string;
  /** The Node that runs this, and the program. */
  readonly node: string;
  readonly program: string;
}

/**
 * The text of a hook. An earlier hook runs first. One for a shell is read into a shell that has this
 * hook's own name, because some (husky's) look up by that name what they have to run.
 */
export function hookScript({ name, folders, root, node, program }: HookScript): string {
  return `#!/bin/sh
${mark}
# Made by «inference-gitops hooks install»; «inference-gitops hooks uninstall» puts back what was here before.

earlier=$(dirname "$0")/${earlierHook(name)}
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

${name === 'pre-commit' ? '' : 'merged=$(git write-tree) || exit\n'}program=${shellWord(program)}
if [ ! -f "$program" ]; then
  echo "inference-gitops is not where this hook was installed from ($program)." >&2
  echo 'Build it (npm ci && npm run build), install the hook again, or take it away: hooks uninstall.' >&2
  exit 1
fi
node=${shellWord(node)}
[ -x "$node" ] || node=node
${name === 'pre-commit' ? 'exec ' : ''}"$node" "$program" hooks run --root ${shellWord(root)}${
    name === 'pre-commit' ? '' : ` || exit${mergeAgain}`
  }
`;
}

/** Git commits the tree that it merged before this hook: what was staged since, a commit of one's own has to add. */
const mergeAgain = `
[ "$(git write-tree)" = "$merged" ] && exit 0
echo 'The merge is not committed yet. What both sides imply is staged now: end it with git commit --no-edit' >&2
exit 1`;
