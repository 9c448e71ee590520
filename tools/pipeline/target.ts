import { namesOf } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/schema.js';

/** Where the pipeline pushes an environment's image, and as whom; undefined when the environment names no pipeline. */
export function imageTarget(environment: Environment): Readonly<Record<string, string>> | undefined {
  if (environment.pipeline === undefined) return undefined;
  const { partition, imageRepositoryURL, pipelineRoleName } = namesOf(environment);
  const { accountId, region } = environment.aws;
  return {
    account: accountId,
    region,
    repository: imageRepositoryURL,
    role: `arn:${partition}:iam::${accountId}:role/${pipelineRoleName}`,
  };
}
