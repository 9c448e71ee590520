import test from 'ava';
import { environmentFrom, rootInput, stateInput } from './environments.js';
import { initialisedCopy, type TerraformFolder } from './offline-terraform.js';
import { counted, type Plan, plan, writeInput } from './plan.js';
import { testOffline } from './terraform-tests.js';
import { everything, hostileTags, variants } from './variants.js';

let root: Promise<TerraformFolder> | undefined;
const plans = new Map<string, Promise<Plan>>();

test.after.always(async () => (await root)?.remove());

/** Plans each input once, for all tests that use the plan. */
function planned(terraform: string, input: string): Promise<Plan> {
  root ??= initialisedCopy(terraform);
  const result = plans.get(input) ?? root.then((initialised) => plan(initialised, input));
  plans.set(input, result);
  return result;
}

for (const { title, environment, planned: expected } of variants) {
  testOffline(`plans without a warning: ${title}`, async (t, terraform) => {
    const result = await planned(terraform, rootInput(environment));
    t.deepEqual(result.diagnostics, []);
    t.true(result.changes.length > 30);
    t.deepEqual(
      result.changes.filter(({ action, address }) => action !== (address.includes('data.') ? 'read' : 'create')),
      [],
    );
    t.deepEqual(counted(result, Object.keys(expected)), expected);
  });
}

testOffline('tags arrive as they are written, whatever they look like', async (t, terraform) => {
  const { resources } = await planned(terraform, rootInput(environmentFrom('prod', { aws: { tags: hostileTags } })));
  const vpc = (await resources()).find(({ type }) => type === 'aws_vpc');
  const { Environment, Project, ManagedBy, Name, ...tags } = Object(vpc?.change.after['tags_all']) as Record<
    string,
    string
  >;
  t.deepEqual(
    [Environment, Project, ManagedBy, Name],
    ['prod', 'ml-inference', 'terraform', 'ml-inference-prod-cluster'],
  );
  t.deepEqual(
    tags,
    Object.fromEntries(Object.entries(hostileTags).map(([key, value]) => [key, value.normalize('NFC')])),
  );
});

testOffline('deletion protection in prod, and none elsewhere', async (t, terraform) => {
  const isProtected = async (name: string) => {
    const { resources } = await planned(terraform, rootInput(environmentFrom(name)));
    return (await resources()).find(({ type }) => type === 'aws_eks_cluster')?.change.after['deletion_protection'];
  };
  t.deepEqual(
    [await isProtected('prod'), await isProtected('staging'), await isProtected('dev')],
    [true, false, false],
  );
});

testOffline('an alarm tells when all nodes run, where the cluster autoscaler starts them', async (t, terraform) => {
  const { resources } = await planned(terraform, rootInput(environmentFrom('prod')));
  const alarm = (await resources()).find(({ address }) => address.includes('.nodes_at_maximum['));
  t.is(alarm?.change.after['threshold'], 4);
  const { changes } = await planned(terraform, rootInput(everything.environment));
  t.false(changes.some(({ address }) => address.includes('.nodes_at_maximum[')));
});

testOffline('credentials of another account are refused before anything is planned', async (t, terraform) => {
  const copy = await initialisedCopy(terraform);
  t.teardown(copy.remove);
  await writeInput(copy, rootInput(environmentFrom('prod')));
  const { exitCode, stderr } = await copy.run(['plan', '-no-color', '-input=false', '-var-file=test.tfvars'], {
    OFFLINE_AWS_ACCOUNT_ID: '999999999999',
  });
  t.is(exitCode, 1);
  t.regex(stderr, /999999999999/);
});

testOffline('zones of another region are refused, with a sentence', async (t, terraform) => {
  const network = { availabilityZones: ['us-east-1a', 'us-east-1b'] };
  const { diagnostics } = await planned(terraform, rootInput(environmentFrom('prod', { network })));
  t.regex(diagnostics.map(({ detail }) => detail).join('\n'), /Every availability zone must belong to the region/);
});

testOffline('the bucket for the state plans without a warning', async (t, terraform) => {
  const state = await initialisedCopy(terraform, 'state');
  t.teardown(state.remove);
  for (const name of ['dev', 'staging', 'prod']) {
    const result = await plan(state, stateInput(environmentFrom(name)));
    t.deepEqual(result.diagnostics, []);
    t.deepEqual(counted(result, ['aws_s3_bucket', 'aws_kms_key']), { aws_s3_bucket: 1, aws_kms_key: 1 });
  }
});
