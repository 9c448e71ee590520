#!/usr/bin/env bash
# Terraform's own verdict: terraform.sh [FOLDER…]. Formatting, then in each folder init, validate and its tests.
# Works in a copy, because a provider's stand-in must not leave its lock file in a root.
source "$(dirname "$0")/lib.sh"

validate() (
  copy=$(mktemp -d)
  trap 'rm -rf "$copy"' EXIT
  # A root calls its modules by ./modules or ../: the whole tree above it comes along.
  tree=$(tree_of "$1")
  cp -R "$tree/." "$copy"
  find "$copy" -name .terraform.lock.hcl -delete
  cd "$copy/${1#"$tree"}"
  terraform init -backend=false -input=false -no-color >"$copy/.log" 2>&1 || { cat "$copy/.log" >&2; exit 1; }
  terraform validate -no-color -json >"$copy/.log" || { cat "$copy/.log" >&2; exit 1; }
  # A warning is a deprecated argument that breaks with the next provider: it fails here.
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
