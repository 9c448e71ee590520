import { type Release, releaseOf, shortened } from '../environment/release-of.js';
import { readSoundRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { table } from '../report/table.js';

export const list: Command = {
  summary: 'Lists environments with their workloads: image, model, chart, replicas.',
  usage: '[env…]',
  switches: {},
  async run({ root, environments: asked }) {
    const { environments } = readSoundRepository(root);
    const releases = selectEnvironments(environments, asked).flatMap((environment) =>
      environment.workloads.map((workload) => releaseOf(environment, workload)),
    );
    return { exitCode: 0, text: textOf(releases), json: { releases } };
  },
};

const columns: Readonly<Record<string, (release: Release) => string>> = {
  environment: ({ environment }) => environment,
  workload: ({ workload }) => workload,
  image: ({ image }) => image,
  digest: ({ digest }) => shortened(digest),
  model: ({ model }) => model ?? 'built in',
  sha256: ({ modelSha256 }) => shortened(modelSha256),
  chart: ({ chart }) => chart,
  replicas: ({ replicas: { min, max } }) => `${min}–${max}`,
};

const textOf = (releases: readonly Release[]): string =>
  table([Object.keys(columns), ...releases.map((release) => Object.values(columns).map((of) => of(release)))])
    .map((line) => `${line}\n`)
    .join('');
