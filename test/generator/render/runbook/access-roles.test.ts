import test from 'ava';
import { namesOf } from '../../../../generator/environment/names.js';
import { accessRoles } from '../../../../generator/render/runbook/access-roles.js';
import { environmentOf } from '../../../argocd/rendering.js';

const account = '111122223333';

const rolesOf = (...principals: readonly string[]) => {
  const accessEntries = principals.map((principalArn) => ({ principalArn, access: 'admin' }));
  const environment = environmentOf('prod', { cluster: { accessEntries } });
  return accessRoles(environment, namesOf(environment));
};

test('a role of the account is made with its path, trusts the account and finds the cluster', (t) => {
  const [role, ...others] = rolesOf(`arn:aws:iam::${account}:role/teams/ml/admin`);
  t.deepEqual(others, []);
  t.deepEqual([role?.name, role?.path], ['admin', '/teams/ml/']);
  t.deepEqual(JSON.parse(role?.trust ?? '').Statement, [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' },
  ]);
  t.deepEqual(JSON.parse(role?.permissions ?? '').Statement, [
    {
      Effect: 'Allow',
      Action: 'eks:DescribeCluster',
      Resource: `arn:aws:eks:ap-southeast-2:${account}:cluster/ml-inference-prod-cluster`,
    },
  ]);
});

test('one without a path lies at the top', (t) => {
  t.deepEqual(
    rolesOf(`arn:aws:iam::${account}:role/admin`).map(({ name, path }) => [name, path]),
    [['admin', '/']],
  );
});

for (const [what, arn] of [
  ['a user', `arn:aws:iam::${account}:user/somebody`],
  ['a role of another account', 'arn:aws:iam::999900001111:role/admin'],
  [
    'a role of single sign-on',
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
  ],
  ['a role of a service', `arn:aws:iam::${account}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForEKS`],
] as const) {
  test(`${what} is nobody's here to make`, (t) => {
    t.deepEqual(rolesOf(arn), []);
  });
}
