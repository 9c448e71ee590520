#!/bin/sh
# Makes the content of the service's image: assemble.sh ARCHITECTURE TARGET, in a folder that holds what the Dockerfile
# copies. The Dockerfile runs it, and so does the judge that proves the content where there is no container engine.
#
# It leaves TARGET/service (package.json and build/) and TARGET/node_modules (production dependencies of the service).
set -eu

# Before anything is installed: it takes minutes.
case $1 in
  amd64 | arm64) ;;
  *) echo "assemble.sh: no ONNX Runtime for $1; there are amd64 and arm64." >&2 && exit 1 ;;
esac
target=$2

npm ci --no-audit --no-fund
npx tsc --build service
npm ci --workspace service --omit=dev --include-workspace-root=false --no-audit --no-fund

sh service/keep-platform.sh node_modules "$1"

mkdir -p "$target/service"
cp -R node_modules "$target/node_modules"
cp service/package.json "$target/service/"
cp -R service/build "$target/service/build"
# A dependency that the root needs in another version stays beside the service.
[ ! -d service/node_modules ] || cp -R service/node_modules "$target/service/node_modules"
find "$target/service/build" \( -name '*.d.ts' -o -name .tsbuildinfo \) -delete
chmod -R a+rX,go-w "$target"
