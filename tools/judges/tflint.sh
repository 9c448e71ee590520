#!/usr/bin/env bash
# tflint over Terraform: tflint.sh [FOLDER…]. Each folder that holds *.tf is judged by itself.
source "$(dirname "$0")/lib.sh"

lint() {
  "$tools/bin/tflint" --chdir="$1" --config="$repository/tools/judges/tflint.hcl" --no-color
}

choose_subjects terraform_folders "$@"
judge_each lint "${subjects[@]}"
