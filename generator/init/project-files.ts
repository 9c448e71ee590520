import type { Answers } from './answers.js';

/** A file that comes with the package, by its path there. */
export type PackageFile = (path: string) => string;

/** What git must not hold: Terraform's state and plans among it. */
export const ignored = ['node_modules/', '.inference-gitops/', '.terraform/', '*.tfstate', '*.tfstate.*', '*.tfplan'];

export const packageText = (name: string, version: string): string =>
  json({ name, private: true, devDependencies: { 'inference-gitops': version } });

/** The service that the image holds, apart from the tool: it is larger, and nobody who renders needs it. */
export const imagePackageText = (name: string, version: string): string =>
  json({ name: `${name}-image`, private: true, dependencies: { '@inference-gitops/service': version } });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Builds the image from the service's package, on the bases that the package's own Dockerfile pins. */
export function dockerfileText(ownDockerfile: string): string {
  const bases = ownDockerfile.match(/^ARG \w+_IMAGE=.*$/gm) ?? [];
  return `# syntax=docker/dockerfile:1
# The inference service, from its package; image/ pins the version.

${bases.join('\n')}

# Runs on the builder's own platform: nothing is compiled for the target, so no emulation is needed.
FROM --platform=$BUILDPLATFORM \${BUILD_IMAGE} AS build
ARG TARGETARCH
WORKDIR /app
COPY image/package.json image/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund
RUN sh node_modules/@inference-gitops/service/keep-platform.sh node_modules "$TARGETARCH"

FROM \${RUNTIME_IMAGE}
COPY --from=build /app /app
WORKDIR /app/node_modules/@inference-gitops/service
# From 1.29 on ONNX Runtime reports to its maker unless told not to.
ENV NODE_ENV=production PATH=/nodejs/bin ORT_DISABLE_TELEMETRY=1
USER 10001:10001
EXPOSE 5000 9090
ENTRYPOINT ["node", "build/main.js"]
`;
}

export const dockerignoreText =
  '# Only what the Dockerfile copies goes to the builder.\n*\n!image\nimage/node_modules\n';

interface Renovate {
  readonly packageRules: readonly { readonly matchManagers?: readonly string[]; readonly matchDatasources?: unknown }[];
  readonly customManagers: readonly { readonly managerFilePatterns: readonly string[] }[];
}

/** Keeps of the package's own rules for Renovate what is about files that another repository has as well. */
export function renovateText(ownConfiguration: string): string {
  const { packageRules, customManagers, ...own } = JSON.parse(ownConfiguration) as Renovate & Record<string, unknown>;
  const isOfOthers = (pattern: string) => /environments|github/.test(pattern);
  return json({
    $schema: own['$schema'],
    description: 'Proposes newer versions of what is pinned. Merge after `npx inference-gitops render`.',
    extends: own['extends'],
    ignorePaths: ['**/node_modules/**', 'rendered/**'],
    packageRules: packageRules.filter(
      ({ matchManagers = [], matchDatasources }) =>
        matchDatasources !== undefined || matchManagers.some((one) => ['npm', 'github-actions'].includes(one)),
    ),
    customManagers: customManagers.filter(({ managerFilePatterns }) => managerFilePatterns.every(isOfOthers)),
  });
}

/** Names a team for each environment, which its owners make or rename: GitHub marks a line whose team isn't there. */
export function codeOwnersText({ environments, repository }: Answers): string {
  const organization = /[/:]([^/:]+)\/[^/]+$/.exec(repository)?.[1] ?? 'your-organization';
  const lines = environments.flatMap((name) =>
    [`/environments/${name}.yaml`, `/rendered/${name}/`].map((path) => `${path} @${organization}/${name}-approvers`),
  );
  return `# Who approves a change of an environment. Make these teams, or name others: GitHub marks a line whose team
# isn't there, and asks nobody for it. The last line that matches counts.
/environments/ @${organization}/platform
${lines.join('\n')}
`;
}

export function readmeText({ name, environments }: Answers): string {
  const [first] = environments;
  const rows = environments.map(
    (one) => `| ${one} | [file](environments/${one}.yaml) | [runbook](rendered/${one}/RUNBOOK.md) |`,
  );
  return `# ${name} on EKS

\`environments/<env>.yaml\` says what each environment is. inference-gitops renders the Terraform, the Helm
chart, the Argo CD objects and the runbook that follow from it into \`rendered/\`, and Argo CD brings what is
committed there.

| environment | what it is | how to run it |
| --- | --- | --- |
${rows.join('\n')}

## A change

\`\`\`sh
npm ci
npx inference-gitops set ${first} workloads.${name}.replicas.max=4
npx inference-gitops diff
npx inference-gitops render
git add environments rendered && git commit
\`\`\`

\`diff\` tells what the edit changes, restarts, replaces or destroys, with the line that causes it, before
anything is written. On a pull request the same list is a comment. \`npx inference-gitops --help\` lists all
commands: \`validate\`, \`capacity\`, \`cost\`, \`promote\`, \`rollback\` and others.

## First steps

1. \`npx inference-gitops validate\` names what is still an example's: accounts, ranges, addresses.
2. \`npx inference-gitops doctor ${first}\` tells whether account, tools and repository are ready.
3. \`rendered/${first}/RUNBOOK.md\` leads from an empty account to a served prediction, and back.
4. \`.github/CODEOWNERS\` names a team for each environment: make them, or name yours.

The image of the service is built by the \`Dockerfile\` from the package that \`image/package.json\` pins.
A model of your own is one field: \`workloads.${name}.model\`.
`;
}
