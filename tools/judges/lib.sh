# Shared by the judges, who source it first. From then on the root of the repository is the working directory.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tools=$repository/.cache/tools
# Offline schemas and providers, where somebody put them beside the checkout.
shared=$repository/../shared

caller=$PWD
cd "$repository"

die() {
  echo "$*" >&2
  exit 1
}

# The judge's subjects: the paths that were given, else what the function $1 lists. Judging nothing is a failure.
# Sets the array `subjects`.
choose_subjects() {
  local list=$1
  shift
  if [ $# -gt 0 ]; then mapfile -t subjects < <(cd "$caller" && realpath -- "$@"); else mapfile -t subjects < <("$list"); fi
  [ ${#subjects[@]} -gt 0 ] || die "$(basename "$0"): found nothing to judge."
}

# Terraform modules and roots, each once: rendered/ holds copies of the modules.
terraform_folders() {
  find "$repository/terraform-templates" "$repository/rendered" -name .terraform -prune -o \
    -type f -name '*.tf' -not -path '*/rendered/*/modules/*' -printf '%h\n' | sort -u
}

# Prints one line for each subject that passed, and exits 1 when any failed: `judge_each COMMAND SUBJECT…`.
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

# The path of Helm, found or fetched as the tests do.
helm_path() {
  [ -f "$repository/build/tools/helm.js" ] || die 'Run npm run build first.'
  node --input-type=module --eval \
    "import { resolveHelm } from '$repository/build/tools/helm.js'; process.stdout.write(await resolveHelm());"
}
