#!/usr/bin/env bash
# actionlint over workflows: actionlint.sh [FILE…]. It hands each `run:` script to shellcheck.
source "$(dirname "$0")/lib.sh"

workflows() {
  find "$repository/.github/workflows" -name '*.y*ml' 2>/dev/null | sort
}

lint() {
  "$tools/bin/actionlint" -shellcheck "$tools/bin/shellcheck" -pyflakes= "$1"
}

choose_subjects workflows "$@"
judge_each lint "${subjects[@]}"
