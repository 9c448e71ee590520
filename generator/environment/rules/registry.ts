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
    *check({ pipeline, registry }) {
      if (!pipeline || pipeline.terraform || registry.repositories.length > 0) return;
      const message =
        `This environment makes no repository: images are pushed to account ${registry.accountId} in ` +
        `${registry.region}, so their pipeline belongs to ${registry.madeBy ?? 'an environment of that account'}. ` +
        'A pipeline here can only run Terraform: `terraform: {}`.';
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
