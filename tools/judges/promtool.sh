#!/usr/bin/env bash
# promtool over the chart's Prometheus rules, as each set of values renders them, and their tests: promtool.sh [VALUES…].
source "$(dirname "$0")/lib.sh"

chart=$repository/charts/ml-inference
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The rules of the chart's PrometheusRule with these values, as Prometheus itself reads them.
rules() {
  "$(helm_path)" template ml-inference "$chart" --namespace ml-inference --kube-version 1.35.0 "$@" |
    node --input-type=module --eval '
      import { readFileSync } from "node:fs";
      import { parseAllDocuments, stringify } from "yaml";
      const objects = parseAllDocuments(readFileSync(0, "utf8")).map((document) => document.toJS());
      const rules = objects.filter((object) => object?.kind === "PrometheusRule");
      process.stdout.write(stringify({ groups: rules.flatMap(({ spec }) => spec.groups) }));'
}

value_files() {
  printf '%s\n' "$chart/values.yaml" "$chart"/ci/*-values.yaml "$repository"/rendered/*/chart/values.environment.yaml |
    grep -v '/\*/'
}

check() {
  rules --values "$1" >"$work/checked.yaml" || return 1
  "$tools/bin/promtool" check rules "$work/checked.yaml"
}

# The model's values add the alert on fetching it, and change no other.
test_alerts() {
  rules --values "$chart/ci/model-values.yaml" >"$work/rules.yaml" || return 1
  cp "$repository"/test/charts/rules/*.yaml "$work"
  "$tools/bin/promtool" test rules "$work/$(basename "$1")"
}

choose_subjects value_files "$@"
judge_each check "${subjects[@]}"
judge_each test_alerts "$repository"/test/charts/rules/*.yaml
