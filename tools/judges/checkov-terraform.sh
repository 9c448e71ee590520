#!/usr/bin/env bash
# Checkov over Terraform: checkov-terraform.sh [FOLDER…]. A check that doesn't apply is skipped in place, with its reason.
source "$(dirname "$0")/lib.sh"

roots() {
  find "$repository/rendered" -mindepth 2 -maxdepth 2 -type d -name terraform 2>/dev/null | sort
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
choose_subjects roots "$@"
"$tools/bin/checkov" "${subjects[@]/#/--directory=}" --framework terraform --compact --quiet --skip-download | tee "$report"
# With --quiet it prints a summary only of what it read: without one it judged nothing.
grep -q '^Passed checks: [1-9]' "$report" || die "checkov-terraform: found nothing to judge."
echo "checkov-terraform: ${#subjects[@]} passed, 0 failed"
