import test from 'ava';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import type { Workload } from '../../generator/environment/resolve.js';
import { stateVariables, terraformVariables } from '../../generator/render/terraform.js';
import { shippedIdentities } from '../helpers/add-ons.js';
import { environmentFrom } from './environments.js';

const variablesOf = (name: string, overrides: object = {}) => {
  const environment = environmentFrom(name, overrides);
  return terraformVariables(environment, namesOf(environment), shippedIdentities);
};

test('every name that another layer uses too is the one that names.ts derives', (t) => {
  const environment = environmentFrom('prod');
  const names = namesOf(environment);
  const { cluster, network, workloads, karpenter } = terraformVariables(environment, names, shippedIdentities);
  const [only] = environment.workloads as readonly [Workload];
  const ofWorkload = workloadNames(environment, only);
  const workload = workloads[only.key];
  t.is(cluster.log_group, names.controlPlaneLogGroup);
  t.is(cluster.node_role_name, names.nodeRoleName);
  t.is(network.flow_logs?.log_group, names.flowLogGroup);
  t.is(workload?.secrets.prefix, ofWorkload.secretsPrefix);
  t.is(workload?.service, ofWorkload.service);
  t.deepEqual(karpenter, { node_role_name: names.karpenterNodeRoleName, queue: names.karpenterQueue });
  t.deepEqual(
    [workload?.namespace, workload?.service_account, workload?.role_name],
    ['ml-inference', 'ml-inference-api', 'ml-inference-pod-role'],
  );
});

test("an add-on's role is for the ServiceAccount that its folder names", (t) => {
  const identities = new Map([['external-secrets', { namespace: 'somewhere', serviceAccount: 'somebody' }]]);
  const environment = environmentFrom('prod');
  t.deepEqual(terraformVariables(environment, namesOf(environment), identities).controllers, {
    'external-secrets': {
      role_name: 'ml-inference-prod-cluster-external-secrets',
      namespace: 'somewhere',
      service_account: 'somebody',
    },
  });
});

const off = (addon: string) => ({ addons: { [addon]: { enabled: false } } });
const on = (addon: string) => ({ addons: { [addon]: { enabled: true } } });

const controllerRows: readonly {
  readonly title: string;
  readonly overrides: object;
  readonly without?: string | readonly string[];
  readonly with?: string;
}[] = [
  { title: 'without the cluster autoscaler', overrides: off('cluster-autoscaler'), without: 'cluster-autoscaler' },
  { title: 'with Karpenter', overrides: on('karpenter'), with: 'karpenter' },
  { title: 'without external-secrets', overrides: off('external-secrets'), without: 'external-secrets' },
  {
    title: 'without Prometheus, whose volume needs a driver, and Alertmanager',
    overrides: off('kube-prometheus-stack'),
    without: ['aws-ebs-csi-driver', 'kube-prometheus-stack'],
  },
  {
    title: 'without Container Insights',
    overrides: { observability: { containerInsights: false } },
    without: 'amazon-cloudwatch-observability',
  },
];

const withRoles = ({ controllers, eks_addon_roles: ofEks }: ReturnType<typeof variablesOf>) =>
  Object.keys({ ...controllers, ...ofEks });

for (const { title, overrides, without, with: added } of controllerRows) {
  test(`a controller gets a role when it runs: ${title}`, (t) => {
    const shipped = withRoles(variablesOf('prod'));
    const changed = withRoles(variablesOf('prod', overrides));
    t.deepEqual(
      changed.toSorted(),
      [...shipped.filter((name) => ![without].flat().includes(name)), ...(added ? [added] : [])].toSorted(),
    );
  });
}

test('a public endpoint that is switched off has no ranges, whatever the file still lists', (t) => {
  const { cluster } = variablesOf('prod', { cluster: { publicAccess: false } });
  t.deepEqual(cluster.public_access_cidrs, []);
});

test('what an environment leaves out is left out, never undefined', (t) => {
  const variables = variablesOf('dev');
  t.false('pipeline' in variables);
  for (const workload of Object.values(variables.workloads)) t.false('model' in workload);
  t.false('permissions_boundary' in variables.iam);
  t.false('name_prefix' in variables.iam);
  t.false('assume_role_arn' in variables.aws);
  t.false('budget' in variables.observability);
  t.deepEqual(JSON.parse(JSON.stringify(variables)), variables);
});

test('the bucket for the state is the one that the backend names', (t) => {
  const environment = environmentFrom('prod');
  const names = namesOf(environment);
  const { bucket, aws } = stateVariables(environment, names);
  t.is(bucket, names.stateBucket);
  t.is(names.stateKeyAlias, `arn:aws:kms:${aws.region}:${aws.account_id}:alias/${bucket}`);
});
