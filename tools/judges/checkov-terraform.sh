#!/usr/bin/env bash
# Runs Checkov over Terraform: checkov-terraform.sh [FOLDER…].
# A check that doesn't apply is skipped by a comment in the code, with the reason.
source "$(dirname "$0")/lib.sh"

roots() {
  find "$repository/rendered" -mindepth 2 -maxdepth 2 -type d -name terraform 2>/dev/null | sort
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
choose_subjects roots "$@"
"$tools/bin/checkov" "${subjects[@]/#/--directory=}" --framework terraform --compact --quiet --skip-download |
  tee "$report"
# With --quiet, Checkov prints a summary only if it has checked something.
grep -q '^Passed checks: [1-9]' "$report" || die "checkov-terraform: found nothing to judge."
echo "checkov-terraform: ${#subjects[@]} passed, 0 failed"
