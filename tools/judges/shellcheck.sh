#!/usr/bin/env bash
# Runs shellcheck over every shell script in git: shellcheck.sh [FILE…].
source "$(dirname "$0")/lib.sh"

# Lists the files that end in .sh, and those whose first line names a shell.
scripts() {
  cd "$repository"
  git ls-files --cached --others --exclude-standard -z -- '*.sh' | tr '\0' '\n'
  git grep --cached -I -l -z -E '^#!.*\b(ba)?sh\b' -- ':!*.sh' ':!*.ts' ':!*.md' ':!rendered' | tr '\0' '\n'
}

lint() {
  (cd "$repository" && "$tools/bin/shellcheck" --external-sources --source-path=SCRIPTDIR "$1")
}

choose_subjects scripts "$@"
judge_each lint "${subjects[@]}"
