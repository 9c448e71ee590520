import type { Rule, WorkloadRule } from './rule.js';

export const registryRules: readonly Rule[] = [
  {
    name: 'registry-made-elsewhere',
    *check({ aws, registry }) {
      if (registry.madeBy !== undefined) return;
      const message =
        `No environment makes the registry of account ${registry.accountId} in ` +
        `${registry.region}: its repositories must let account ${aws.accountId} pull.`;
      yield { severity: 'warning', path: ['registry'], message };
    },
  },
  {
    name: 'pipeline-with-registry',
    *check({ aws, pipeline, registry }) {
      if (!pipeline || registry.accountId === aws.accountId) return;
      const message =
        `Images are pushed to account ${registry.accountId}: the ` +
        "pipeline's role belongs to an environment of that account.";
      yield { path: ['pipeline'], message };
    },
  },
];

/**
 * A host in front of a name, such as `111122223333.dkr.ecr.eu-west-1.amazonaws.com/models` or `ghcr.io/models`: to
 * container runtimes a first part with a dot is one.
 */
const host = /^([0-9]{12})\.dkr\.ecr\.([a-z0-9-]+)\.|^[^/]*\.[^/]*\//;

export const repositoryRules: readonly WorkloadRule[] = [
  {
    name: 'repository-name',
    *check({ image }) {
      const [found, accountId, region] = host.exec(image.repository) ?? [];
      if (found === undefined) return;
      const advice = accountId
        ? `say registry: { accountId: "${accountId}", region: ${region} } and here ` +
          `${image.repository.split('/').slice(1).join('/') || 'the name alone'}`
        : 'images come from an ECR registry: write the name of the repository alone';
      yield { path: ['image', 'repository'], message: `This is a host and a name: ${advice}.` };
    },
  },
];
