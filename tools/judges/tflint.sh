#!/usr/bin/env bash
# tflint over Terraform: tflint.sh [FOLDER…]. Each folder that holds *.tf is judged by itself.
source "$(dirname "$0")/lib.sh"

modules_and_roots() {
  folders_with '*.tf' "$repository/terraform-templates" "$repository/rendered"
}

lint() {
  "$tools/bin/tflint" --chdir="$1" --config="$repository/tools/judges/tflint.hcl" --no-color
}

choose_subjects modules_and_roots "$@"
judge_each lint "${subjects[@]}"
