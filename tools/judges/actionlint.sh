#!/usr/bin/env bash
# Runs actionlint over workflows, which runs shellcheck over each `run:` script: actionlint.sh [FILE…].
source "$(dirname "$0")/lib.sh"

workflows() {
  find "$repository/.github/workflows" -name '*.y*ml' 2>/dev/null | sort
}

lint() {
  "$tools/bin/actionlint" -shellcheck "$tools/bin/shellcheck" -pyflakes= "$1"
}

choose_subjects workflows "$@"
judge_each lint "${subjects[@]}"
