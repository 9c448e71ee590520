# Renders manifests for the judges of Kubernetes objects, which source this after lib.sh.
# shellcheck shell=bash disable=SC2034,SC2154

kubernetes_version=1.35.0

# Lists the sets of values with which the chart is installed: the defaults, each file in ci/, and those of each
# workload with its copy of the chart. Prints one a line: name, chart folder and values file, separated by tabs.
chart_cases() {
  local file chart name
  printf 'defaults\t%s\t\n' "$repository/charts/ml-inference"
  for file in "$repository"/charts/ml-inference/ci/*-values.yaml; do
    printf '%s\t%s\t%s\n' "$(basename "$file" -values.yaml)" "$repository/charts/ml-inference" "$file"
  done
  for chart in "$repository"/rendered/*/workloads/*/chart; do
    name=${chart#"$repository/rendered/"}
    name=${name%/chart}
    printf 'rendered-%s\t%s\t%s\n' "${name/\/workloads\//-}" "$chart" "$chart/values.environment.yaml"
  done
}

# Renders each case to .cache/manifests/<name>.yaml, and prints the paths.
chart_manifests() {
  local helm name chart values
  helm=$(helm_path)
  rm -rf "$repository/.cache/manifests"
  mkdir -p "$repository/.cache/manifests"
  while IFS=$'\t' read -r name chart values; do
    "$helm" template ml-inference "$chart" --namespace ml-inference --kube-version "$kubernetes_version" \
      ${values:+--values "$values"} >"$repository/.cache/manifests/$name.yaml" || die "helm template: $name"
    echo "$repository/.cache/manifests/$name.yaml"
  done < <(chart_cases)
}

argocd_manifests() {
  find "$repository/rendered" -path '*/argocd/*' -name '*.yaml' | sort
}
