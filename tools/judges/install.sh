#!/usr/bin/env bash
# Installs the judges' programs at their pinned versions into .cache/tools, unless they are there: install.sh [NAME…].
# Go and Python programs come from their own registries; the rest are Debian packages, which need root or sudo.
# Redis, which Argo CD keeps what it knows in, is installed only where it is named.
source "$(dirname "$0")/lib.sh"

names=(kubeconform keda-schema kube-score actionlint tflint checkov promtool shellcheck bwrap chromium)

install_tool() {
  case $1 in
    kubeconform) from_go kubeconform github.com/yannh/kubeconform/cmd/kubeconform v0.8.0 ;;
    # Of our add-ons' kinds, the one that no public schema stands beside the checkout for.
    keda-schema) schema_from_go github.com/kedacore/keda/v2 v2.20.2 config/crd/bases/keda.sh_scaledobjects.yaml ;;
    kube-score) from_go kube-score github.com/zegl/kube-score/cmd/kube-score v1.20.0 ;;
    actionlint) from_go actionlint github.com/rhysd/actionlint/cmd/actionlint v1.7.12 ;;
    tflint) from_go tflint github.com/terraform-linters/tflint v0.64.0 ;;
    checkov) from_python checkov 3.3.30 ;;
    promtool) from_debian promtool prometheus ;;
    shellcheck) from_debian shellcheck shellcheck ;;
    bwrap) from_debian bwrap bubblewrap ;;
    chromium) browser ;;
    # The server is this program under another name; the package of that name would also start one.
    redis-server) from_debian redis-check-rdb redis-tools redis-server ;;
    *) die "install.sh: no judge is called $1. There are: ${names[*]}" ;;
  esac
}

# The folder's name contains the version, so a new version is installed anew. A build that fails leaves no such folder.
from_go() {
  local name=$1 module=$2 version=$3
  local target=$tools/$name-$version
  if [ ! -x "$target/$name" ]; then
    command -v go >/dev/null || die "$name needs Go: https://go.dev/doc/install"
    mkdir -p "$target.part"
    GOBIN=$target.part go install "$module@$version"
    rm -rf "$target" && mv "$target.part" "$target"
  fi
  offer "$name" "$target/$name"
}

# Makes a JSON Schema of a definition in a Go module's files.
schema_from_go() {
  local module=$1 version=$2 file=$3
  local done=$tools/schemas/${module//\//-}-$version
  [ ! -e "$done" ] || return 0
  command -v go >/dev/null || die "The schema of $module needs Go: https://go.dev/doc/install"
  local folder
  folder=$(cd /tmp && GOFLAGS=-mod=mod go mod download -json "$module@$version" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  node "$repository/tools/judges/crd-schema.mjs" "$folder/$file" "$tools/schemas"
  touch "$done"
}

from_python() {
  local name=$1 version=$2
  local target=$tools/$name-$version
  if [ ! -f "$target/installed" ]; then
    rm -rf "$target"
    python3 -m venv "$target"
    "$target/bin/pip" install --quiet --disable-pip-version-check \
      --requirement "$repository/tools/judges/$name.requirements.txt"
    touch "$target/installed"
  fi
  offer "$name" "$target/bin/$name"
}

from_debian() {
  local name=$1 package=$2 offered=${3:-$1}
  if ! command -v "$name" >/dev/null; then
    command -v apt-get >/dev/null || die "$name is not on PATH. Install it: Debian calls its package $package."
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
  fi
  offer "$offered" "$(command -v "$name")"
}

# Debian's, or Chrome where it is there: Ubuntu has no package of Chromium.
browser() {
  if command -v google-chrome >/dev/null; then
    offer chromium "$(command -v google-chrome)"
  else
    from_debian chromium-headless-shell chromium-headless-shell chromium
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Links the pinned programs, and only those, in .cache/tools/bin.
offer() {
  mkdir -p "$tools/bin"
  ln -sfn "$2" "$tools/bin/$1"
}

[ $# -gt 0 ] || set -- "${names[@]}"
for name in "$@"; do install_tool "$name"; done
