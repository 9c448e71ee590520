#!/usr/bin/env bash
# Runs Checkov over manifests: checkov-kubernetes.sh [FILE…].
# A check that doesn't apply is skipped by a comment in the manifest, with the reason.
source "$(dirname "$0")/lib.sh"
source "$(dirname "$0")/manifests.sh"

report=$(mktemp)
trap 'rm -f "$report"' EXIT
choose_subjects chart_manifests "$@"
"$tools/bin/checkov" --file "${subjects[@]}" --framework kubernetes --compact --quiet --skip-download | tee "$report"
# With --quiet, Checkov prints a summary only if it has checked something.
grep -q '^Passed checks: [1-9]' "$report" || die "checkov-kubernetes: found nothing to judge."
echo "checkov-kubernetes: ${#subjects[@]} passed, 0 failed"
