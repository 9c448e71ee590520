#!/usr/bin/env bash
# Runs kube-score over manifests, and fails on warnings too: kube-score.sh [FILE…].
source "$(dirname "$0")/lib.sh"
source "$(dirname "$0")/manifests.sh"

score() {
  "$tools/bin/kube-score" score --kubernetes-version v1.35 --exit-one-on-warning --output-format ci "$1" >"$report" ||
    { grep -vE '^\[(OK|SKIPPED)\]' "$report" >&2 && return 1; }
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
choose_subjects chart_manifests "$@"
judge_each score "${subjects[@]}"
