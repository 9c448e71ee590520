import type { EnvironmentInput } from './schema.js';

/** Where an environment's images are, and what its Terraform makes of it. */
export interface Registry {
  readonly accountId: string;
  readonly region: string;
  /**
   * The environment whose Terraform makes the repositories; undefined where none of ours is in that account and
   * region.
   */
  readonly madeBy: string | undefined;
  /**
   * Repositories to make here: those of every environment that takes its images from here. None where another makes
   * them.
   */
  readonly repositories: readonly string[];
  /** Other accounts whose environments pull from here. */
  readonly pulledBy: readonly string[];
}

type Sharing = Pick<EnvironmentInput, 'aws' | 'name' | 'registry' | 'workloads'>;

/** Gives each environment its registry, in the order of the environments: what it holds depends on who shares it. */
export function resolveRegistries(environments: readonly Sharing[]): Registry[] {
  return environments.map((environment) => {
    const sharing = environment.registry
      ? environments.filter((other) => other.registry && keyOf(other) === keyOf(environment))
      : [environment];
    const madeBy = sharing.find((other) => isInside(other))?.name;
    const users = madeBy === environment.name ? sharing : [];
    return {
      ...placeOf(environment),
      madeBy,
      repositories: unique(users.flatMap(({ workloads }) => Object.values(workloads).map(repositoryOf))),
      pulledBy: unique(users.map(({ aws }) => aws.accountId)).filter((id) => id !== environment.aws.accountId),
    };
  });
}

const placeOf = ({ aws, registry }: Sharing) => registry ?? { accountId: aws.accountId, region: aws.region };

const keyOf = (environment: Sharing): string => Object.values(placeOf(environment)).join('/');

const isInside = ({ aws, registry }: Sharing): boolean =>
  registry === undefined || (registry.accountId === aws.accountId && registry.region === aws.region);

const repositoryOf = ({ image }: Sharing['workloads'][string]): string => image.repository;

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
