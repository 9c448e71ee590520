#!/usr/bin/env bash
# Runs kubeconform -strict over manifests: kubeconform.sh [FILE…]. Also fails on objects that it skips because it finds
# no schema. Uses the schemas in ../shared where there are any, else the public ones.
source "$(dirname "$0")/lib.sh"
source "$(dirname "$0")/manifests.sh"

everything() {
  chart_manifests
  argocd_manifests
}

crd='{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'
locations=(default "https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/$crd")
if [ -d "$shared/schemas" ]; then
  version='{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}'
  locations=(
    "$shared/schemas/$version/{{.ResourceKind}}{{.KindSuffix}}.json"
    "$shared/schemas/crds/$crd"
  )
fi
locations+=("$tools/schemas/$crd")

validate() {
  local version=$1
  "$tools/bin/kubeconform" -strict -summary -kubernetes-version "$version" \
    "${locations[@]/#/-schema-location=}" "${subjects[@]}" | tee "$report" >&2
  # For kubeconform, an object without a schema is an error, but a file without objects is not.
  grep -qE 'Invalid: 0, Errors: 0, Skipped: 0$' "$report" && ! grep -q '^Summary: 0 resources' "$report"
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
choose_subjects everything "$@"
judge_each validate 1.35.0 1.36.0
