#!/usr/bin/env bash
# kubeconform -strict over manifests: kubeconform.sh [FILE…]. Nothing may be invalid, and nothing skipped for want of a
# schema. The schemas beside the checkout serve where there are any, else the public ones.
source "$(dirname "$0")/lib.sh"
source "$(dirname "$0")/manifests.sh"

everything() {
  chart_manifests
  argocd_manifests
}

locations=(default "https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json")
if [ -d "$shared/schemas" ]; then
  locations=("$shared/schemas/{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json" "$shared/schemas/crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json")
fi

validate() {
  local version=$1
  "$tools/bin/kubeconform" -strict -summary -kubernetes-version "$version" \
    "${locations[@]/#/-schema-location=}" "${subjects[@]}" | tee "$report" >&2
  # kubeconform calls an object without a schema an error already; an empty file it calls nothing.
  grep -qE 'Invalid: 0, Errors: 0, Skipped: 0$' "$report" && ! grep -q '^Summary: 0 resources' "$report"
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
choose_subjects everything "$@"
judge_each validate 1.35.0 1.36.0
