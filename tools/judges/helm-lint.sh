#!/usr/bin/env bash
# Runs helm lint --strict with each set of values with which the chart is installed: helm-lint.sh.
source "$(dirname "$0")/lib.sh"
source "$(dirname "$0")/manifests.sh"

helm=$(helm_path)

lint() {
  local name chart values
  IFS=$'\t' read -r name chart values <<<"$1"
  "$helm" lint --strict --quiet "$chart" --namespace ml-inference --kube-version "$kubernetes_version" \
    ${values:+--values "$values"} || { echo "helm lint: $name" >&2 && return 1; }
}

mapfile -t cases < <(chart_cases)
judge_each lint "${cases[@]}"
