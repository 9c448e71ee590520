#!/usr/bin/env bash
# Runs all judges, or the named ones, over the whole repository, and installs what they need: run.sh [JUDGE…].
# A judge is a script in this folder that runs a checking program of others; it can also be run on single files.
source "$(dirname "$0")/lib.sh"

judges=(
  shellcheck actionlint terraform tflint checkov-terraform helm-lint
  kubeconform kube-score checkov-kubernetes pod-security promtool variants image axe
)

# Prints the programs that a judge needs from install.sh.
needs() {
  case $1 in
    checkov-*) echo checkov ;;
    actionlint) echo actionlint shellcheck ;;
    image) echo bwrap ;;
    axe) echo chromium ;;
    kubeconform) echo kubeconform keda-schema ;;
    variants) echo kubeconform keda-schema kube-score checkov tflint ;;
    terraform | helm-lint | pod-security) ;;
    *) echo "$1" ;;
  esac
}

[ $# -gt 0 ] || set -- "${judges[@]}"
failed=()
for judge in "$@"; do
  script=$repository/tools/judges/$judge.sh
  [ -f "$script" ] || die "run.sh: no judge is called $judge. There are: ${judges[*]}"
  echo "── $judge"
  read -ra programs < <(needs "$judge"; echo)
  if [ ${#programs[@]} -gt 0 ]; then "$repository/tools/judges/install.sh" "${programs[@]}"; fi
  bash "$script" || failed+=("$judge")
done
[ ${#failed[@]} -eq 0 ] || die "Judges that failed: ${failed[*]}"
