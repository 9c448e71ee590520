#!/usr/bin/env bash
# Runs promtool over the chart's Prometheus rules with each set of values, over the dashboard's queries, and over the
# tests of the alerts: promtool.sh [VALUES…].
source "$(dirname "$0")/lib.sh"

chart=$repository/charts/ml-inference
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints the chart's PrometheusRules with these values, as a rule file of Prometheus.
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
  printf '%s\n' "$chart/values.yaml" "$chart"/ci/*-values.yaml \
    "$repository"/rendered/*/workloads/*/chart/values.environment.yaml | grep -v '/\*/'
}

check() {
  rules --values "$1" >"$work/checked.yaml" || return 1
  "$tools/bin/promtool" check rules "$work/checked.yaml"
}

# Runs a test of alerts. The values with a model add the alert on fetching it, and change no other.
test_alerts() {
  rules --values "$chart/ci/model-values.yaml" >"$work/rules.yaml" || return 1
  cp "$repository"/test/charts/rules/*.yaml "$work"
  "$tools/bin/promtool" test rules "$work/$(basename "$1")"
}

# Checks each query of the dashboard as if it were a rule: Grafana would show its error only in place of the panel.
# shellcheck disable=SC2016 # the dollars are JavaScript's
check_dashboard() {
  node --input-type=module --eval '
    import { readFileSync } from "node:fs";
    import { stringify } from "yaml";
    const { panels } = JSON.parse(readFileSync(process.argv[1], "utf8"));
    const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const rules = queries.map((expr, index) => ({
      record: `query_${index}`,
      expr: expr.replaceAll("$__rate_interval", "5m").replaceAll(/\$[a-z]+/g, "x"),
    }));
    process.stdout.write(stringify({ groups: [{ name: "dashboard", rules }] }));
  ' "$1" >"$work/dashboard.yaml" || return 1
  "$tools/bin/promtool" check rules "$work/dashboard.yaml"
}

choose_subjects value_files "$@"
judge_each check "${subjects[@]}"
judge_each check_dashboard "$chart"/dashboards/*.json
judge_each test_alerts "$repository"/test/charts/rules/*.yaml
