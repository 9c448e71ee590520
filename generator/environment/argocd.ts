import type { EnvironmentInput } from './schema.js';

type Gitops = EnvironmentInput['gitops'];

/** Argo CD's name for the cluster that it runs in. */
const ownCluster = 'in-cluster';

/** Tells whether Argo CD runs in the environment's cluster, and not in a hub. */
export const isInCluster = ({ destinationCluster }: Gitops): boolean => destinationCluster === ownCluster;

/** Tells whether the environment has an Argo CD of its own: no hub's, and nobody else's. */
export const runsArgoCD = (gitops: Gitops): boolean => isInCluster(gitops) && gitops.existing === undefined;
