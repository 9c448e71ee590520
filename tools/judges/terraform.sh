#!/usr/bin/env bash
# Checks Terraform's formatting, then runs init, validate and the tests in each folder: terraform.sh [FOLDER…].
# Works on a copy, so that no lock file of a stand-in provider is left in a root.
source "$(dirname "$0")/lib.sh"

validate() (
  copy=$(mktemp -d)
  trap 'rm -rf "$copy"' EXIT
  # Modules are referred to by ./modules or ../, so the tree above the folder is copied too.
  tree=$(tree_of "$1")
  cp -R "$tree/." "$copy"
  find "$copy" -name .terraform.lock.hcl -delete
  cd "$copy/${1#"$tree"}"
  terraform init -backend=false -input=false -no-color >"$copy/.log" 2>&1 || { cat "$copy/.log" >&2; exit 1; }
  terraform validate -no-color -json >"$copy/.log" || { cat "$copy/.log" >&2; exit 1; }
  # Fails on warnings: they name deprecated arguments, which the next version of the provider will refuse.
  node -e 'process.exitCode = JSON.parse(require("fs").readFileSync(0)).diagnostics.length' <"$copy/.log" ||
    { cat "$copy/.log" >&2; exit 1; }
  [ -z "$(find . -name '*.tftest.hcl' -print -quit)" ] || terraform test -no-color
)

tree_of() {
  case $1 in
    */terraform-templates/*) echo "${1%%/terraform-templates/*}/terraform-templates" ;;
    */terraform/*) echo "${1%%/terraform/*}/terraform" ;;
    *) echo "$1" ;;
  esac
}

choose_subjects terraform_folders "$@"
terraform fmt -check -diff -recursive "${subjects[@]}"
judge_each validate "${subjects[@]}"
