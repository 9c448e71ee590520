import { environmentFrom, rootInput, stateInput } from './environments.js';
import { initialisedCopy } from './offline-terraform.js';
import { plan } from './plan.js';
import { testOffline } from './terraform-tests.js';
import { everything } from './variants.js';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Policy {
  readonly address: string;
  readonly type: string;
  readonly attribute: string;
  readonly statements: readonly Statement[];
}

interface StateModule {
  readonly resources?: readonly { address: string; type: string; mode: string; values: Record<string, unknown> }[];
  readonly child_modules?: readonly StateModule[];
}

const listOf = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : ([value].flat() as Item[]);

let policiesOfEverything: Promise<Policy[]> | undefined;

function everyPolicy(terraform: string): Promise<Policy[]> {
  policiesOfEverything ??= policiesOf(terraform, '.', rootInput(everything.environment));
  return policiesOfEverything;
}

testOffline('policies allow by name, on what is named, to whom is named', async (t, terraform) => {
  const policies = [
    ...(await policiesOf(terraform, '.', rootInput(environmentFrom('prod')))),
    ...(await everyPolicy(terraform)),
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
        t.deepEqual(
          actions.filter((action) => !/^[a-z0-9-]+:(Describe|Get|List)[A-Za-z]*$/.test(action)),
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
    'repo:example/inference-gitops:ref:refs/heads/main',
    'system:serviceaccount:external-secrets:external-secrets',
    'system:serviceaccount:kube-system:aws-load-balancer-controller',
    'system:serviceaccount:kube-system:aws-node',
    'system:serviceaccount:kube-system:karpenter',
    'system:serviceaccount:ml-inference:ml-inference-api',
  ]);
});

/** Lists the policy documents after an apply, when ARNs are known. */
async function policiesOf(terraform: string, at: string, input: string): Promise<Policy[]> {
  const root = await initialisedCopy(terraform, at);
  try {
    await plan(root, input);
    await root.run(['apply', '-auto-approve', '-input=false', '-no-color', 'test.tfplan']);
    const { stdout } = await root.run(['show', '-json']);
    const { values } = JSON.parse(stdout) as { values: { root_module: StateModule } };
    return resourcesOf(values.root_module).flatMap(({ address, type, values: attributes }) =>
      ['policy', 'assume_role_policy'].flatMap((attribute) => {
        const text = attributes[attribute];
        // The attribute of a topic is AWS's default policy, which aws_sns_topic_policy replaces.
        if (type === 'aws_sns_topic' || typeof text !== 'string' || !text.includes('"Statement"')) return [];
        return [
          { address, type, attribute, statements: listOf((JSON.parse(text) as { Statement: Statement[] }).Statement) },
        ];
      }),
    );
  } finally {
    await root.remove();
  }
}

function resourcesOf({
  resources = [],
  child_modules: children = [],
}: StateModule): NonNullable<StateModule['resources']> {
  return [...resources.filter(({ mode }) => mode === 'managed'), ...children.flatMap(resourcesOf)];
}
