#!/usr/bin/env bash
# Runs tflint over Terraform, in each folder with *.tf files: tflint.sh [FOLDER…].
source "$(dirname "$0")/lib.sh"

lint() {
  "$tools/bin/tflint" --chdir="$1" --config="$repository/tools/judges/tflint.hcl" --no-color
}

choose_subjects terraform_folders "$@"
judge_each lint "${subjects[@]}"
