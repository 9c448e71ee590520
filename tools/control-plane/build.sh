#!/usr/bin/env bash
# Builds the programs of a Kubernetes control plane and of Argo CD, with the files that they read, and prints their
# folder. It is in the user's cache, named after what it was built from: every checkout of the same pins finds it.
#
#   build.sh            builds what isn't there yet: about 20 minutes of CPU
#   build.sh --is-warm  builds nothing; exit code 1 when there is something to build
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

pins=$(cat build.sh crds.tsv ./*/go.mod ./*/go.sum | sha256sum | cut -c1-16)
target=${XDG_CACHE_HOME:-$HOME/.cache}/inference-gitops/control-plane/$pins

if [ "${1:-}" = --is-warm ]; then
  [ -d "$target" ]
  exit
fi
if [ -d "$target" ]; then
  echo "$target"
  exit
fi
command -v go >/dev/null || {
  echo 'The control plane is built with Go: https://go.dev/doc/install' >&2
  exit 1
}

# Each module names the version of Go that it needs; where this one is older, Go fetches it as it fetches modules.
export GOTOOLCHAIN=auto GOFLAGS=-buildvcs=false
part=$target.part.$$
trap 'rm -rf "$part"' EXIT
mkdir -p "$part/bin"

# build MODULE NAME=COMMAND…: the commands of a module here, under names of ours.
build() {
  local module=$1 flags=$2 named
  shift 2
  for named in "$@"; do
    echo "Builds ${named%%=*}" >&2
    (cd "$module" && go build -trimpath -ldflags "-s -w $flags" -o "$part/bin/${named%%=*}" "${named#*=}")
  done
}

version() { (cd "$1" && go list -m -f '{{.Version}}' "$2"); }
folder() { (cd "$1" && go mod download -json "$2" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'); }

# Without a version the API server says v0.0.0, and Helm refuses every chart that names the versions it is for.
kubernetes=$(version kubernetes k8s.io/kubernetes)
minor=${kubernetes#v1.}
name=k8s.io/component-base/version
build kubernetes "-X $name.gitVersion=$kubernetes -X $name.gitMajor=1 -X $name.gitMinor=${minor%%.*}" \
  etcd=go.etcd.io/etcd/server/v3 \
  kube-apiserver=k8s.io/kubernetes/cmd/kube-apiserver \
  kube-controller-manager=k8s.io/kubernetes/cmd/kube-controller-manager \
  kube-scheduler=k8s.io/kubernetes/cmd/kube-scheduler
build argo-cd '' argocd=github.com/argoproj/argo-cd/v3/cmd kwok=sigs.k8s.io/kwok/cmd/kwok

# Argo CD runs these two by name; its definitions and kwok's stages are files of theirs.
argocd=$(folder argo-cd github.com/argoproj/argo-cd/v3)
kwok=$(folder argo-cd sigs.k8s.io/kwok)
install -m 755 "$argocd"/hack/{git-verify,gpg}-wrapper.sh "$part/bin"
install -m 644 -D -t "$part/crds/argo-cd" "$argocd"/manifests/crds/*-crd.yaml
install -m 644 -D -t "$part/stages" "$kwok"/kustomize/stage/{pod/fast/pod-*,node/fast/node-*,node/heartbeat/node-*}.yaml
while IFS=$'\t' read -r addon module file; do
  install -m 644 -D -t "$part/crds/$addon" "$(folder / "$module")/$file"
done < <(grep -v '^#' crds.tsv)

mv -T "$part" "$target" 2>/dev/null || [ -d "$target" ] # another run may have been quicker
echo "$target"
