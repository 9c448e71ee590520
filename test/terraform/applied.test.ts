import test from 'ava';
import { workloadNames } from '../../generator/environment/names.js';
import { chartValues } from '../../generator/render/chart.js';
import { fullEnvironment } from '../helpers/full-environment.js';
import { renderedEnvironment } from '../helpers/rendered-files.js';
import { onlyWorkload, resolved } from '../helpers/resolved.js';
import { fields } from './applied/fields.js';
import { type Policy, policiesIn, type Statement } from './applied/policies.js';
import { type Applied, applied, valueAt } from './applied/state.js';
import { wiring } from './applied/wiring.js';
import { rootInput } from './environments.js';
import type { StateResource } from './state.js';
import { testOffline } from './terraform-tests.js';

const environment = resolved(fullEnvironment);
const workload = onlyWorkload(environment);
const names = workloadNames(environment, workload);

let appliedEverything: Promise<Applied> | undefined;

/** Applied once, however many tests look at it; the last of them destroys it. */
const applyEverything = (terraform: string): Promise<Applied> => {
  appliedEverything ??= applied(terraform, '.', rootInput(environment));
  return appliedEverything;
};

test.after.always(async () => (await appliedEverything)?.root.remove());

testOffline('each variable arrives in the resource that it is for', async (t, terraform) => {
  const { resources } = await applyEverything(terraform);
  for (const [place, expected] of fields) {
    const value = valueAt(resources, place);
    if (expected instanceof RegExp) t.regex(String(value), expected, place);
    else t.deepEqual(value, expected, place);
  }
});

testOffline('modules get each other’s keys, roles and IDs as the root wires them', async (t, terraform) => {
  const { resources } = await applyEverything(terraform);
  for (const [what, place, source] of wiring) {
    const expected = valueAt(resources, source);
    t.is(typeof expected, 'string', source);
    t.is(valueAt(resources, place), expected, what);
  }
});

testOffline(
  'every alarm tells the topic when it fires and when it ends, and names the runbook',
  async (t, terraform) => {
    const { resources } = await applyEverything(terraform);
    const topic = valueAt(resources, 'module.observability.aws_sns_topic.alarms / arn');
    const alarms = resources.filter(({ type }) => type === 'aws_cloudwatch_metric_alarm');
    t.is(alarms.length, 8);
    for (const { address, values } of alarms) {
      t.deepEqual(values['alarm_actions'], [topic], address);
      t.deepEqual(values['ok_actions'], [topic], address);
      t.regex(String(values['alarm_description']), /\/rendered\/full\/RUNBOOK\.md$/, address);
    }
  },
);

testOffline('nodes, endpoints and the control plane are in the private subnets', async (t, terraform) => {
  const { resources } = await applyEverything(terraform);
  const privateSubnets = ['a', 'b', 'c'].map(
    (zone) => valueAt(resources, `module.network[0].aws_subnet.private["eu-west-3${zone}"] / id`) as string,
  );
  const subnetsOf = (place: string) => (valueAt(resources, place) as readonly string[]).toSorted();
  for (const place of [
    'module.cluster[0].aws_eks_node_group.this["steady"] / subnet_ids',
    'module.cluster[0].aws_eks_node_group.this["cheap"] / subnet_ids',
    'module.network[0].aws_vpc_endpoint.interface["sts"] / subnet_ids',
  ]) {
    t.deepEqual(subnetsOf(place), privateSubnets.toSorted(), place);
  }
  t.deepEqual(
    subnetsOf('module.cluster[0].aws_eks_cluster.this / vpc_config.0.subnet_ids'),
    privateSubnets.slice(0, 2).toSorted(),
  );
  for (const { address, values } of resources.filter(({ type }) => type === 'aws_subnet')) {
    const tags = values['tags'] as Readonly<Record<string, string>>;
    t.is(tags['karpenter.sh/discovery'], address.includes('.private[') ? 'full-cluster' : undefined, address);
  }
});

testOffline('whoever reads secrets decrypts by the key that encrypts them, and by no other', async (t, terraform) => {
  const { resources } = await applyEverything(terraform);
  const key = valueAt(
    resources,
    'module.secrets["forecaster"].aws_secretsmanager_secret.this["client-keys"] / kms_key_id',
  );
  const decrypts = policiesIn(resources)
    .flatMap(({ statements }) => statements)
    .filter(({ Sid }) => Sid === 'DecryptThemThroughSecretsManager');
  t.deepEqual(
    decrypts.map(({ Resource: resource }) => resource),
    [key],
  );
});

testOffline('every role is bounded, and below the path for roles', async (t, terraform) => {
  const { resources } = await applyEverything(terraform);
  const roles = resources.filter(({ type }) => type === 'aws_iam_role');
  t.true(roles.length > 10);
  for (const { address, values } of roles) {
    t.is(values['permissions_boundary'], environment.aws.permissionsBoundary, address);
    t.is(values['path'], environment.aws.rolePath, address);
  }
});

testOffline('the pipeline pushes to the repository that the Deployment pulls from', async (t, terraform) => {
  const { resources } = await applyEverything(terraform);
  const push = policiesIn(resources)
    .flatMap(({ statements }) => statements)
    .find(({ Sid }) => Sid === 'PushToOurRepositories');
  t.deepEqual<unknown, unknown>(push?.Resource, [
    valueAt(resources, 'module.registry["forecaster-image"].aws_ecr_repository.this / arn'),
  ]);
  t.is(
    valueAt(resources, 'module.registry["forecaster-image"].aws_ecr_repository.this / repository_url'),
    chartValues({ environment, workload, names }).image.repository,
  );
});

testOffline('Karpenter is told of the queue and the instance profile that are made', async (t, terraform) => {
  const { resources } = await applyEverything(terraform);
  const text = renderedEnvironment(environment)
    .manifests.map(({ content }) => content)
    .join('\n');
  const profile = valueAt(resources, 'module.karpenter[0].aws_iam_instance_profile.node / name');
  const queue = valueAt(resources, 'module.karpenter[0].aws_sqs_queue.interruptions / name');
  t.regex(text, new RegExp(`instanceProfile: "?${profile}"?$`, 'm'));
  t.regex(text, new RegExp(`interruptionQueue: "?${queue}"?$`, 'm'));
});

testOffline('tokens of pods are the cluster’s, those of the pipeline GitHub’s', async (t, terraform) => {
  const { resources } = await applyEverything(terraform);
  const providerOf = ({ Principal }: Statement) => (Principal as { Federated: string }).Federated;
  const cluster = valueAt(resources, 'module.cluster[0].aws_iam_openid_connect_provider.this / arn');
  const github = valueAt(resources, 'module.github[0].aws_iam_openid_connect_provider.this[0] / arn');
  for (const statement of trustsOf(resources).filter(({ Action }) => Action === 'sts:AssumeRoleWithWebIdentity')) {
    const [subject = ''] = subjectsIn(statement);
    t.is<unknown, unknown>(providerOf(statement), subject.startsWith('repo:') ? github : cluster, subject);
  }
});

testOffline('what was applied is what was asked for, and is destroyed', async (t, terraform) => {
  const { root } = await applyEverything(terraform);
  const step = async (...args: string[]) => {
    const { exitCode, stderr } = await root.run([...args, '-input=false', '-no-color', '-var-file=test.tfvars']);
    t.is(exitCode, 0, `terraform ${args.join(' ')}: ${stderr}`);
  };
  await step('plan', '-detailed-exitcode');
  await step('destroy', '-auto-approve');
  const { stdout } = await root.run(['state', 'list']);
  t.is(stdout, '');
});

const trustsOf = (resources: readonly StateResource[]): Statement[] =>
  policiesIn(resources)
    .filter(({ attribute }: Policy) => attribute === 'assume_role_policy')
    .flatMap(({ statements }) => statements);

/** Whom a token has to be of. */
const subjectsIn = ({ Condition }: Statement): string[] =>
  Object.entries(Condition?.['StringEquals'] ?? {}).flatMap(([key, value]) =>
    key.endsWith(':sub') ? [String(value)] : [],
  );
