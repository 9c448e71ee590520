#!/usr/bin/env bash
# Tests the content of the service's image where there is no container engine. Assembles it as the Dockerfile does, runs
# it as user 10001 without capabilities, and asks it for a prediction. The root folder is read-only, and contains only
# the image's files, Node in the Dockerfile's version and the C library. Prints how much the image adds to its base.
source "$(dirname "$0")/lib.sh"

dockerfile=$repository/Dockerfile
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# Lists the files that the Dockerfile copies.
copied() {
  sed -nE 's/^COPY ([^-].*) [^ ]+$/\1/p' "$dockerfile" | tr ' ' '\n'
}

assemble() {
  mkdir "$work/source"
  (cd "$repository" && copied | tar -cf - --exclude=service/build --exclude=service/node_modules --files-from=-) |
    tar -xf - -C "$work/source"
  (cd "$work/source" && sh tools/image/assemble.sh "$(architecture)" "$work/app" >"$work/log" 2>&1) || {
    cat "$work/log" >&2
    die 'The image could not be assembled.'
  }
  rm -rf "$work/source"
}

architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

# Installs Node from npm, in the version of the image's build stage, and prints its path.
node_binary() {
  local version
  version=$(sed -nE 's/^ARG BUILD_IMAGE=node:([0-9.]+)-.*/\1/p' "$dockerfile")
  npm install --prefix "$work/node" --no-audit --no-fund --silent "node-linux-$(node -p process.arch)@$version"
  echo "$work"/node/node_modules/node-*/bin/node
}

libraries() {
  local folder
  for folder in /usr/lib /usr/lib64 /lib /lib64; do
    if [ -L "$folder" ]; then
      echo --symlink "$(readlink "$folder")" "$folder"
    elif [ -d "$folder" ]; then
      echo --ro-bind "$folder" "$folder"
    fi
  done
}

# Prints bwrap's options for the environment variables that the image sets.
environment() {
  sed -nE 's/^ENV //p' "$dockerfile" | tr ' ' '\n' | sed -E 's/^([^=]+)=(.*)$/--setenv \1 \2/'
}

# Runs a command as an ordinary user, also when this script runs as root: bubblewrap then needs only a user namespace.
as_ordinary_user() {
  if [ "$(id -u)" -eq 0 ]; then setpriv --reuid 10001 --regid 10001 --clear-groups "$@"; else "$@"; fi
}

run_in_image() {
  # shellcheck disable=SC2046
  as_ordinary_user "$tools/bin/bwrap" --unshare-all --die-with-parent --new-session --clearenv --uid 10001 --gid 10001 \
    $(libraries) --ro-bind "$node" /nodejs/bin/node --ro-bind "$work/app" /app \
    --ro-bind "$repository/tools/image" /proof --proc /proc --dev /dev --tmpfs /tmp --remount-ro / \
    $(environment) --chdir /app/service "$@"
}

megabytes() {
  du -sm "$1" | cut -f1
}

assemble
node=$(node_binary)
onnx_runtime=$(megabytes "$work/app/node_modules/onnxruntime-node")
echo "The image adds $(megabytes "$work/app") MB to its base; ONNX Runtime is $onnx_runtime of them."
run_in_image node /proof/prove.mjs
echo 'image: 1 passed, 0 failed'
