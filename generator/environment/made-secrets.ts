import { workloadNames } from './names.js';
import { receiverSecrets } from './receivers.js';
import type { Environment } from './resolve.js';
import { ownSecretNames } from './secrets.js';

/** Lists the secrets that Terraform makes, by their whole names in Secrets Manager. */
export const madeSecrets = (environment: Environment): string[] => [
  ...environment.workloads.flatMap((workload) => {
    const { secretsPrefix } = workloadNames(environment, workload);
    return ownSecretNames(workload).map((name) => `${secretsPrefix}/${name}`);
  }),
  ...receiverSecrets(environment).map(({ id }) => id),
];
