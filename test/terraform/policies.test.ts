import { type Policy, policiesIn, type Statement } from './applied/policies.js';
import { applied } from './applied/state.js';
import { environmentFrom, rootInput, stateInput } from './environments.js';
import { testOffline } from './terraform-tests.js';
import { everything } from './variants.js';

const listOf = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : ([value].flat() as Item[]);

/** What AWS's service authorization reference gives no type of resource: only a condition can bound it. */
const knowsNoResource = [
  'eks:CreateCluster',
  'kms:CreateKey',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'sns:SetSubscriptionAttributes',
  'sns:Unsubscribe',
];

const policiesByInput = new Map<string, Promise<Policy[]>>();

/** Each input is applied once, however many tests look at its policies. */
function everyPolicy(terraform: string, input = rootInput(everything.environment)): Promise<Policy[]> {
  const result = policiesByInput.get(input) ?? policiesOf(terraform, '.', input);
  policiesByInput.set(input, result);
  return result;
}

const prodAndEverything = async (terraform: string): Promise<Policy[]> => [
  ...(await everyPolicy(terraform, rootInput(environmentFrom('prod')))),
  ...(await everyPolicy(terraform)),
];

testOffline('policies allow by name, on what is named, to whom is named', async (t, terraform) => {
  const policies = [
    ...(await prodAndEverything(terraform)),
    ...(await policiesOf(terraform, 'state', stateInput(everything.environment))),
  ];
  t.true(policies.length >= 40, `${policies.length} policies`);
  for (const { address, type, attribute, statements } of policies) {
    for (const statement of statements.filter(({ Effect }) => Effect === 'Allow')) {
      const actions = listOf(statement.Action);
      const where = `${address} ${attribute} ${statement.Sid}`;
      t.false(actions.includes('*'), `${where}: allows every action`);
      // In a key's policy "*" means that key. Elsewhere it means all resources, for which only reading is allowed.
      if (type !== 'aws_kms_key' && listOf(statement.Resource).includes('*')) {
        const changing = actions.filter((action) => !/^[a-z0-9-]+:(Describe|Get|List|View)[A-Za-z]*$/.test(action));
        t.deepEqual(
          statement.Condition ? changing.filter((action) => !knowsNoResource.includes(action)) : changing,
          [],
          where,
        );
      }
      t.notDeepEqual(statement.Principal, '*', `${where}: allows everyone`);
      t.notDeepEqual(statement.Principal, { AWS: '*' }, `${where}: allows everyone`);
    }
  }
});

testOffline('whoever comes with a token is one exact subject for one exact audience', async (t, terraform) => {
  const policies = await everyPolicy(terraform);
  const federated = policies
    .filter(({ attribute }) => attribute === 'assume_role_policy')
    .flatMap(({ statements }) => statements)
    .filter(({ Action }) => Action === 'sts:AssumeRoleWithWebIdentity');
  const subjects = federated.map(({ Condition }) => {
    const [operator, ...others] = Object.keys(Condition ?? {});
    t.deepEqual([operator, ...others], ['StringEquals']);
    const claims = Object.entries(Condition?.['StringEquals'] ?? {});
    t.deepEqual(claims.map(([key]) => key.slice(key.lastIndexOf(':'))).sort(), [':aud', ':sub']);
    t.is(claims.find(([key]) => key.endsWith(':aud'))?.[1], 'sts.amazonaws.com');
    return String(claims.find(([key]) => key.endsWith(':sub'))?.[1]);
  });
  t.deepEqual(subjects.sort(), [
    'repo:example/inference-gitops:pull_request',
    'repo:example/inference-gitops:ref:refs/heads/main',
    'repo:example/inference-gitops:ref:refs/heads/main',
    'system:serviceaccount:external-secrets:external-secrets',
    'system:serviceaccount:kube-system:aws-load-balancer-controller',
    'system:serviceaccount:kube-system:aws-node',
    'system:serviceaccount:kube-system:karpenter',
    'system:serviceaccount:ml-inference:ml-inference-api',
    'system:serviceaccount:monitoring:alertmanager',
  ]);
});

/** Statements of one inline policy of an add-on, as prod with Karpenter has it. */
async function statementsOf(terraform: string, addOn: string, policy = addOn): Promise<readonly Statement[]> {
  const address = `module.controllers.module.role["${addOn}"].aws_iam_role_policy.this["${policy}"]`;
  return (await prodAndEverything(terraform)).find((one) => one.address === address)?.statements ?? [];
}

testOffline('add-ons are given actions one by one, not by a pattern', async (t, terraform) => {
  const policies = (await prodAndEverything(terraform)).filter(
    ({ address, type }) => address.startsWith('module.controllers.') && type === 'aws_iam_role_policy',
  );
  t.deepEqual([...new Set(policies.map(({ address }) => /"([^"]+)"/.exec(address)?.[1]))].sort(), [
    'aws-load-balancer-controller',
    'cluster-autoscaler',
    'external-secrets',
    'karpenter',
    'kube-prometheus-stack',
  ]);
  for (const { address, statements } of policies) {
    for (const { Action } of statements)
      t.false(
        listOf(Action).some((action) => action.includes('*')),
        address,
      );
  }
});

testOffline("the autoscaler scales its own cluster's nodes only", async (t, terraform) => {
  const [, scale, read] = await statementsOf(terraform, 'cluster-autoscaler');
  const tag = 'autoscaling:ResourceTag/k8s.io/cluster-autoscaler/ml-inference-prod-cluster';
  t.deepEqual(scale?.Condition, { StringEquals: { [tag]: 'owned' } });
  t.is(read?.Resource, 'arn:aws:eks:ap-southeast-2:111122223333:nodegroup/ml-inference-prod-cluster/*/*');
});

testOffline("external-secrets reads this environment's secrets only", async (t, terraform) => {
  const [read] = await statementsOf(terraform, 'external-secrets');
  const secrets = 'ml-inference-prod-cluster/ml-inference/*';
  t.deepEqual(read?.Resource, [`arn:aws:secretsmanager:ap-southeast-2:111122223333:secret:${secrets}`]);
});

testOffline('pods themselves read no secret: external-secrets brings them', async (t, terraform) => {
  const ofPods = (await prodAndEverything(terraform)).filter(
    ({ address, attribute }) => address.includes('module.workload_identity') && attribute === 'policy',
  );
  t.true(ofPods.length > 0);
  const actions = ofPods.flatMap(({ statements }) => statements).flatMap(({ Action }) => listOf(Action));
  t.deepEqual([...new Set(actions)], ['s3:GetObject', 'kms:Decrypt']);
  t.true(ofPods.every(({ address }) => address.endsWith('["read-own-model"]')));
});

testOffline("Karpenter starts and ends only what carries this cluster's tag", async (t, terraform) => {
  const statements = await statementsOf(terraform, 'karpenter', 'start-nodes');
  const guarded = ['ec2:TerminateInstances', 'ec2:CreateTags', 'ec2:CreateLaunchTemplate'];
  const found = statements.filter(({ Action }) => listOf(Action).some((action) => guarded.includes(action)));
  t.is(found.length, 4);
  for (const { Sid, Condition } of found) {
    t.regex(JSON.stringify(Condition), /kubernetes\.io\/cluster\/ml-inference-prod-cluster/, Sid);
  }
});

testOffline(
  'Karpenter gives nodes the role that is made for them, and makes no profile of its own',
  async (t, terraform) => {
    const statements = await statementsOf(terraform, 'karpenter', 'start-nodes');
    const pass = statements.filter(({ Action }) => Action === 'iam:PassRole');
    t.deepEqual(
      pass.map(({ Resource }) => Resource),
      ['arn:aws:iam::111122223333:role/ml-inference-prod-cluster-karpenter-node'],
    );
    // A profile that Karpenter made would outlive the cluster.
    t.notRegex(JSON.stringify(statements), /iam:(Create|Delete|AddRoleTo|RemoveRoleFrom|Tag)InstanceProfile/);
  },
);

testOffline('Karpenter reads the queue of interruptions that is made', async (t, terraform) => {
  const [receive] = await statementsOf(terraform, 'karpenter', 'receive-interruptions');
  t.is(receive?.Resource, 'arn:aws:sqs:ap-southeast-2:111122223333:ml-inference-prod-cluster-karpenter');
});

/** Lists the policy documents after an apply, when ARNs are known. */
async function policiesOf(terraform: string, at: string, input: string): Promise<Policy[]> {
  const { root, resources } = await applied(terraform, at, input);
  await root.remove();
  return policiesIn(resources);
}
