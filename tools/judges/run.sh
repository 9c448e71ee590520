#!/usr/bin/env bash
# Runs the outside judges, or only the named ones, over everything that the repository has: run.sh [JUDGE…].
# Installs what they need. Each judge is a script beside this one, which takes files or folders of its own choice.
source "$(dirname "$0")/lib.sh"

judges=(shellcheck actionlint terraform tflint checkov-terraform helm-lint kubeconform kube-score checkov-kubernetes pod-security promtool image)

# The program that a judge needs from install.sh; none where the project's own tools do.
needs() {
  case $1 in
    checkov-*) echo checkov ;;
    actionlint) echo actionlint shellcheck ;;
    image) echo bwrap ;;
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
