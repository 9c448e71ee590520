#!/usr/bin/env bash
# Runs the judges of manifests and Terraform over each row of the variants (test/end-to-end/variants): variants.sh.
# That takes about a minute of two cores.
source "$(dirname "$0")/lib.sh"
source "$(dirname "$0")/manifests.sh"

[ -f build/test/end-to-end/variants/write.js ] || die 'Run npm run build first.'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
node build/test/end-to-end/variants/write.js "$folder"

helm=$(helm_path)
charts=()
while IFS= read -r chart; do
  file=$folder/$(echo "${chart#"$folder/"}" | tr / -).yaml
  "$helm" template ml-inference "$chart" --namespace ml-inference --kube-version "$kubernetes_version" \
    --values "$chart/values.environment.yaml" >"$file" || die "helm template: $chart"
  charts+=("$file")
done < <(find "$folder" -type d -path '*/workloads/*/chart' | sort)
mapfile -t argocd < <(find "$folder" -path '*/argocd/*' -name '*.yaml' | sort)
mapfile -t roots < <(find "$folder" -mindepth 4 -maxdepth 4 -type d -name terraform | sort)

failed=0
judge() { bash "$repository/tools/judges/$1.sh" "${@:2}" || failed=1; }
judge kubeconform "${charts[@]}" "${argocd[@]}"
judge kube-score "${charts[@]}"
judge pod-security "${charts[@]}"
judge checkov-kubernetes "${charts[@]}"
judge tflint "${roots[@]}"
judge checkov-terraform "${roots[@]}"
exit "$failed"
