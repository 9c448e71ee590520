import { namesOf, roleArn, workloadNames } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import { UserError } from '../report/user-error.js';

/**
 * Where the pipeline pushes an environment's image, and as whom; undefined when the environment names no pipeline, or
 * another makes its repositories.
 *
 * @param repository which of the repositories that its workloads use; needn't be told where there is one
 * @throws UserError when there are several and none is told, or none of that name
 */
export function imageTarget(
  environment: Environment,
  repository?: string,
): Readonly<Record<string, string>> | undefined {
  if (environment.pipeline === undefined || environment.registry.repositories.length === 0) return undefined;
  const [workload] = workloadsToEdit(environment, repository);
  if (workload === undefined) return undefined;
  return {
    account: environment.aws.accountId,
    region: environment.registry.region,
    repository: workloadNames(environment, workload).imageRepositoryURL,
    role: roleArn(environment, namesOf(environment).pipelineRoleName),
  };
}

/** The workloads that run the image: all that take theirs from that repository. */
export function workloadsToEdit({ name, workloads }: Environment, repository?: string): Environment['workloads'] {
  const known = [...new Set(workloads.map(({ image }) => image.repository))];
  const advice = `set REPOSITORY in .github/workflows/image.yml to one of ${known.join(', ')}.`;
  if (!repository && known.length > 1)
    throw new UserError(`The workloads of ${name} use several images, and this builds one: ${advice}`);
  if (repository && !known.includes(repository))
    throw new UserError(`No workload of ${name} uses ${repository}: ${advice}`);
  return workloads.filter(({ image }) => !repository || image.repository === repository);
}
