# syntax=docker/dockerfile:1
# The inference service. The build context is the root of the repository.
#
#   docker build --platform linux/arm64 .

# Bases are pinned by the digest of their multi-platform index; the tag says what it was when it was pinned.
ARG BUILD_IMAGE=node:24.18.0-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian13:nonroot@sha256:774b7d020b24214835769e24c3544835526cd0288f0b094eae48e8b2c2429a79

# Runs on the builder's own platform: nothing is compiled for the target, so no emulation is needed.
FROM --platform=$BUILDPLATFORM ${BUILD_IMAGE} AS build
ARG TARGETARCH
WORKDIR /source
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
COPY service ./service
COPY tools/image ./tools/image
RUN --mount=type=cache,target=/root/.npm sh tools/image/assemble.sh "$TARGETARCH" /app

# No shell and no package manager. Only COPY from here on, so that any platform can be built on any other.
FROM ${RUNTIME_IMAGE}
COPY --from=build /app /app
WORKDIR /app/service
# From 1.29 on ONNX Runtime reports to its maker unless told not to.
ENV NODE_ENV=production PATH=/nodejs/bin ORT_DISABLE_TELEMETRY=1
USER 10001:10001
EXPOSE 5000 9090
ENTRYPOINT ["node", "build/main.js"]
