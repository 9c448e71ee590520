#!/usr/bin/env bash
# Checks manifests against the Pod Security standard "restricted" by the API server's own code: pod-security.sh [FILE…].
source "$(dirname "$0")/lib.sh"
source "$(dirname "$0")/manifests.sh"

command -v go >/dev/null || die "pod-security needs Go: https://go.dev/doc/install"
(cd "$repository/tools/pod-security" && go build -o "$tools/pod-security" .)

evaluate() {
  "$tools/pod-security" restricted "$1"
}

choose_subjects chart_manifests "$@"
judge_each evaluate "${subjects[@]}"
