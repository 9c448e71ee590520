#!/usr/bin/env bash
# Checkov over manifests: checkov-kubernetes.sh [FILE…]. A check that doesn't apply is skipped in place, with its reason.
source "$(dirname "$0")/lib.sh"
source "$(dirname "$0")/manifests.sh"

report=$(mktemp)
trap 'rm -f "$report"' EXIT
choose_subjects chart_manifests "$@"
"$tools/bin/checkov" --file "${subjects[@]}" --framework kubernetes --compact --quiet --skip-download | tee "$report"
# With --quiet it prints a summary only of what it read: without one it judged nothing.
grep -q '^Passed checks: [1-9]' "$report" || die "checkov-kubernetes: found nothing to judge."
echo "checkov-kubernetes: ${#subjects[@]} passed, 0 failed"
