#!/bin/sh
# Keeps of ONNX Runtime's libraries those of one platform: keep-platform.sh NODE_MODULES ARCHITECTURE. For all they are
# 290 MB, of which one needs 45.
set -eu

case $2 in
  amd64) platform=linux/x64 ;;
  arm64) platform=linux/arm64 ;;
  *) echo "keep-platform.sh: no ONNX Runtime for $2; there are amd64 and arm64." >&2 && exit 1 ;;
esac

runtime=$(echo "$1"/onnxruntime-node/bin/napi-v*)
test -f "$runtime/$platform/onnxruntime_binding.node"
find "$runtime" -mindepth 2 -maxdepth 2 -type d ! -path "$runtime/$platform" -exec rm -rf {} +
find "$runtime" -type d -empty -delete
