import type { Names } from '../../environment/names.js';
import type { Environment } from '../../environment/resolve.js';

/** A role that an access entry of the cluster names, with what makes it where it is missing. */
export interface AccessRole {
  readonly name: string;
  /** With a slash at both ends. */
  readonly path: string;
  /** JSON: whoever this account lets assume roles. */
  readonly trust: string;
  /** JSON: what `aws eks update-kubeconfig` asks. */
  readonly permissions: string;
}

/** Paths below which AWS makes roles itself: single sign-on, and services. */
const madeByAWS = /^\/aws-/;

/** Lists the roles of this account that may use the Kubernetes API; those that AWS makes are left out. */
export function accessRoles({ aws, cluster }: Environment, { partition }: Names): AccessRole[] {
  const iam = `arn:${partition}:iam::${aws.accountId}`;
  const ofAccount = `${iam}:role/`;
  const clusterArn = `arn:${partition}:eks:${aws.region}:${aws.accountId}:cluster/${cluster.name}`;
  return cluster.accessEntries
    .filter(({ principalArn }) => principalArn.startsWith(ofAccount))
    .map(({ principalArn }) => {
      const [, path = '/', name = ''] = /^(.*\/)([^/]*)$/.exec(`/${principalArn.slice(ofAccount.length)}`) ?? [];
      return {
        name,
        path,
        trust: policy({ Principal: { AWS: `${iam}:root` }, Action: 'sts:AssumeRole' }),
        permissions: policy({ Action: 'eks:DescribeCluster', Resource: clusterArn }),
      };
    })
    .filter(({ path }) => !madeByAWS.test(path));
}

const policy = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
