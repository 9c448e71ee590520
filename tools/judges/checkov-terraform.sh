#!/usr/bin/env bash
# Checkov over Terraform: checkov-terraform.sh [FOLDER…]. A check that doesn't apply is skipped in place, with its reason.
source "$(dirname "$0")/lib.sh"

roots() {
  find "$repository/rendered" -mindepth 2 -maxdepth 2 -type d -name terraform 2>/dev/null | sort
}

scan() {
  (cd "$1" && "$tools/bin/checkov" --directory . --framework terraform --compact --quiet --skip-download)
}

choose_subjects roots "$@"
judge_each scan "${subjects[@]}"
