# Functions of all judges. Each judge sources this first, which also changes to the repository's root.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tools=$repository/.cache/tools
# Optional folder next to the checkout with schemas and providers for use without a network.
shared=$repository/../shared

caller=$PWD
cd "$repository"

die() {
  echo "$*" >&2
  exit 1
}

# Sets the array `subjects` to the given paths, or else to those that the function $1 lists. Fails where there are none.
choose_subjects() {
  local list=$1
  shift
  if [ $# -gt 0 ]; then
    mapfile -t subjects < <(cd "$caller" && realpath -- "$@")
  else
    mapfile -t subjects < <("$list")
  fi
  [ ${#subjects[@]} -gt 0 ] || die "$(basename "$0"): found nothing to judge."
}

# Lists Terraform roots and modules, without the copies of modules in rendered/.
terraform_folders() {
  find "$repository/terraform-templates" "$repository/rendered" -name .terraform -prune -o \
    -type f -name '*.tf' -not -path '*/rendered/*/modules/*' -printf '%h\n' | sort -u
}

# Runs a command on each subject, prints those that failed and the totals: `judge_each COMMAND SUBJECT…`.
judge_each() {
  local command=$1 subject passed=0 failed=0
  shift
  for subject in "$@"; do
    if "$command" "$subject"; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "✘ ${subject#"$repository"/}" >&2
    fi
  done
  echo "$(basename "$0" .sh): $passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

# Prints the path of Helm, which is found or downloaded as in the tests.
helm_path() {
  [ -f "$repository/build/tools/helm.js" ] || die 'Run npm run build first.'
  node --input-type=module --eval \
    "import { resolveHelm } from '$repository/build/tools/helm.js'; process.stdout.write(await resolveHelm());"
}
