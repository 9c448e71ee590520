import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { cli, type Exit } from '../../helpers/cli.js';
import { run } from '../../helpers/commands.js';
import {
  contents,
  environmentFiles,
  folderWith,
  replaceOnce,
  shippedFiles,
  writeFiles,
} from '../../helpers/repository.js';
import { identity, serve } from '../aws/sts.js';
import { type StandIns, standIns } from './stand-ins.js';

const { defaults, dev, prod } = shippedFiles;
const accounts = { dev: '777788889999', prod: '111122223333' } as const;
type Name = keyof typeof accounts;

interface Site extends StandIns {
  readonly root: string;
  /** Runs a flow with these lines typed. */
  flow(command: 'bootstrap' | 'teardown', typed: readonly string[], env?: Record<string, string>): Promise<Exit>;
}

/** A rendered repository, stand-ins for the tools, and an STS that knows the account of the environment. */
async function site(
  t: ExecutionContext,
  name: Name = 'dev',
  sts = identity(accounts[name], arnIn(name)),
): Promise<Site> {
  const root = folderWith(t, environmentFiles({ defaults, dev, prod }));
  t.is((await run('render', root)).exitCode, 0);
  const tools = standIns(t);
  const endpoint = await serve(t, sts);
  const base = { ...tools.env, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL_STS: endpoint };
  return {
    ...tools,
    root,
    flow: (command, typed, env = {}) =>
      cli([command, name, '--run', '--root', root], {
        env: { ...base, AWS_PROFILE: undefined, ...env },
        input: typed.map((line) => `${line}\n`).join(''),
      }),
  };
}

const arnIn = (name: Name): string => `arn:aws:sts::${accounts[name]}:assumed-role/platform-admin/me`;

const yes = (count: number): string[] => Array.from({ length: count }, () => 'yes');

/** Nine steps, and the two secrets that the fourth asks for. */
const wholeBootstrap = ['yes', 'yes', 'yes', 'yes', 'database-value', 'keys-value', ...yes(5)];

/** The first words of each call, which tell them apart. */
const outline = (calls: readonly string[][]): string[] =>
  calls.map(([tool = '', ...words]) =>
    `${tool} ${words
      .filter((word) => !word.startsWith('--') && !/^(ml-inference-dev-cluster|argocd|ap-southeast-2)$/.test(word))
      .slice(0, 2)
      .join(' ')}`.trim(),
  );

const cluster = 'ml-inference-dev-cluster';

test('bootstrap executes the steps of the runbook in their order, and names the environment in each', async (t) => {
  const { calls, flow, root } = await site(t);
  const { exitCode, stdout, stderr } = await flow('bootstrap', wholeBootstrap);
  t.is(exitCode, 0, stdout + stderr);
  t.deepEqual(outline(calls()), [
    'terraform -chdir=rendered/dev/terraform/state init',
    'terraform -chdir=rendered/dev/terraform/state apply',
    'aws iam get-role',
    'terraform -chdir=rendered/dev/terraform init',
    'terraform -chdir=rendered/dev/terraform apply',
    'aws secretsmanager put-secret-value',
    'aws secretsmanager put-secret-value',
    'aws eks update-kubeconfig',
    'kubectl wait node',
    'aws ecr describe-images',
    'helm upgrade argo-cd',
    'kubectl apply rendered/dev/argocd/root.yaml',
    'kubectl wait application/ml-inference-dev',
    'kubectl wait application/ml-inference-dev',
    'kubectl wait application/ml-inference-dev',
  ]);
  for (const words of calls()) {
    const [tool] = words;
    if (tool === 'aws') t.is(words[words.indexOf('--region') + 1], 'ap-southeast-2');
    if (tool === 'kubectl') t.deepEqual(words.slice(1, 3), ['--context', cluster]);
    if (tool === 'helm') t.is(words[words.indexOf('--kube-context') + 1], cluster);
  }
  t.regex(stdout, /dev is up/);
  t.deepEqual(contents(join(root, '.inference-gitops'))['bootstrap-dev.json'], undefined);
});

test('bootstrap prints the very same steps without --run, and executes nothing', async (t) => {
  const { calls, env, root } = await site(t);
  const { exitCode, stdout, stderr } = await cli(['bootstrap', 'dev', '--root', root], { env });
  t.is(exitCode, 0);
  t.regex(stdout, /^# 1\/9 {2}State bucket\nterraform -chdir=rendered\/dev\/terraform\/state init -input=false\n/);
  t.regex(stderr, /Nothing was executed: bootstrap dev --run does that/);
  t.deepEqual(calls(), []);
});

test('bootstrap goes on where it stopped, and connects anew on the way', async (t) => {
  const { calls, flow } = await site(t);
  const first = await flow('bootstrap', wholeBootstrap, { FAIL_ON: 'helm upgrade' });
  t.is(first.exitCode, 1);
  t.regex(
    first.stderr,
    /The step «Argo CD» failed \(exit code 7\)\. Mend it, and run bootstrap dev --run again: it goes on from there\./,
  );
  const before = calls().length;
  t.is(outline(calls()).at(-1), 'helm upgrade argo-cd');
  const second = await flow('bootstrap', yes(4));
  t.is(second.exitCode, 0, second.stderr);
  t.regex(second.stdout, /^Goes on with «Argo CD»; to begin anew, delete \.inference-gitops\/bootstrap-dev\.json\./);
  t.deepEqual(outline(calls().slice(before)).slice(0, 4), [
    'aws eks update-kubeconfig',
    'kubectl wait node',
    'helm upgrade argo-cd',
    'kubectl apply rendered/dev/argocd/root.yaml',
  ]);
});

test('a step that was done for another region or name is not done', async (t) => {
  const { calls, flow, root } = await site(t);
  await flow('bootstrap', wholeBootstrap, { FAIL_ON: 'aws ecr' });
  const before = calls().length;
  writeFiles(root, {
    'environments/dev.yaml': replaceOnce(dev, 'name: ml-inference-dev-cluster', 'name: another-cluster'),
  });
  t.is((await run('render', root, '--allow-destructive=dev')).exitCode, 0);
  await flow('bootstrap', wholeBootstrap);
  const again = outline(calls().slice(before));
  t.true(again.includes('aws secretsmanager put-secret-value'), again.join('\n'));
});

test('only a yes runs a step: no and the end of input stop, skip goes on without it', async (t) => {
  const { calls, flow } = await site(t);
  for (const typed of [[], ['no'], [''], ['yes please']]) {
    const { exitCode, stderr } = await flow('bootstrap', typed);
    t.is(exitCode, 1);
    t.regex(stderr, /Stopped: this step was not wanted/);
  }
  t.deepEqual(calls(), []);
  await flow('bootstrap', ['skip', 'skip', 'yes', 'no']);
  t.deepEqual(outline(calls()), [
    'terraform -chdir=rendered/dev/terraform init',
    'terraform -chdir=rendered/dev/terraform apply',
  ]);
});

test("nothing is executed with another account's credentials, not even asked for", async (t) => {
  const { calls, flow } = await site(t, 'dev', identity(accounts.prod, arnIn('prod')));
  const { exitCode, stdout, stderr } = await flow('bootstrap', wholeBootstrap);
  t.is(exitCode, 1);
  t.regex(stderr, /These credentials are for account 111122223333/);
  t.notRegex(stdout, /Run this step/);
  t.deepEqual(calls(), []);
});

test('each step has its own guard: an account that changes on the way stops the next one', async (t) => {
  let asked = 0;
  const { calls, flow } = await site(t, 'dev', (request, response) => {
    asked += 1;
    identity(asked > 1 ? accounts.prod : accounts.dev, arnIn(asked > 1 ? 'prod' : 'dev'))(request, response);
  });
  t.is((await flow('bootstrap', wholeBootstrap)).exitCode, 1);
  t.deepEqual(outline(calls()), [
    'terraform -chdir=rendered/dev/terraform/state init',
    'terraform -chdir=rendered/dev/terraform/state apply',
  ]);
});

test('nothing is executed while rendered/ is not what the environment says', async (t) => {
  const { calls, flow, root } = await site(t);
  writeFiles(root, { 'rendered/dev/terraform/main.tf': '# mine\n' });
  const { exitCode, stderr } = await flow('bootstrap', wholeBootstrap);
  t.is(exitCode, 1);
  t.regex(
    stderr,
    /dev\/terraform\/main\.tf is not what the input gives: run render dev, and commit it\. Nothing was done\./,
  );
  t.deepEqual(calls(), []);
});

test("a secret's value goes to its tool alone: no argument and no output holds it", async (t) => {
  const { calls, flow } = await site(t);
  const { stdout, stderr } = await flow('bootstrap', wholeBootstrap);
  t.notRegex(JSON.stringify(calls()) + stdout + stderr, /database-value|keys-value/);
});

test('teardown deletes Applications, waits for load balancers while the controller runs, then destroys', async (t) => {
  const { calls, flow } = await site(t);
  const { exitCode, stdout, stderr } = await flow('teardown', yes(8), {
    PRINT_ON: 'elbv2 describe-load-balancers',
    PRINT: 'k8s-mlinfere-lb',
  });
  t.is(exitCode, 0, stdout + stderr);
  t.deepEqual(outline(calls()), [
    'aws eks update-kubeconfig',
    'kubectl wait node',
    'terraform -chdir=rendered/dev/terraform init',
    'terraform -chdir=rendered/dev/terraform apply',
    'kubectl delete application',
    'kubectl get application',
    'kubectl patch application',
    'kubectl delete application',
    'kubectl annotate application',
    'kubectl wait application/ml-inference-dev',
    'kubectl delete application',
    'kubectl delete namespace',
    'kubectl wait persistentvolume',
    'aws ec2 describe-vpcs',
    'aws elbv2 describe-load-balancers',
    'sleep 10',
    'aws elbv2 describe-load-balancers',
    'terraform -chdir=rendered/dev/terraform destroy',
    'terraform -chdir=rendered/dev/terraform/state init',
    'terraform -chdir=rendered/dev/terraform/state import',
    'terraform -chdir=rendered/dev/terraform/state import',
    'aws kms describe-key',
    'terraform -chdir=rendered/dev/terraform/state import',
    'terraform -chdir=rendered/dev/terraform/state apply',
    'terraform -chdir=rendered/dev/terraform/state destroy',
    'aws resourcegroupstaggingapi get-resources',
    'kubectl config delete-context',
  ]);
  t.regex(stdout, /Waiting for: k8s-mlinfere-lb/);
});

test('teardown that destroyed the cluster does not connect to it again', async (t) => {
  const { calls, flow } = await site(t);
  await flow('teardown', yes(8), { FAIL_ON: 'terraform -chdir=rendered/dev/terraform/state init' });
  const before = calls().length;
  t.is((await flow('teardown', yes(2))).exitCode, 0);
  t.is(outline(calls().slice(before))[0], 'terraform -chdir=rendered/dev/terraform/state init');
});

test('teardown refuses an environment that is protected, before the first question', async (t) => {
  const { calls, flow } = await site(t, 'prod');
  const { exitCode, stdout, stderr } = await flow('teardown', yes(8));
  t.is(exitCode, 1);
  t.is(stdout, '');
  t.regex(stderr, /prod is protected: set cluster\.deletionProtection to false in environments\/prod\.yaml/);
  t.deepEqual(calls(), []);
});

test('a teardown makes what the bootstrap had done undone', async (t) => {
  const { calls, flow } = await site(t);
  await flow('bootstrap', wholeBootstrap, { FAIL_ON: 'helm upgrade' });
  await flow('teardown', ['yes', 'no']);
  const before = calls().length;
  await flow('bootstrap', ['yes', 'no']);
  t.is(outline(calls().slice(before))[0], 'terraform -chdir=rendered/dev/terraform/state init');
});

test('a record that somebody else wrote counts for nothing', async (t) => {
  const { calls, flow, root } = await site(t);
  writeFiles(root, { '.inference-gitops/bootstrap-dev.json': '{"done": {"state": "x", "infrastructure": 1}}' });
  await flow('bootstrap', ['yes', 'no']);
  t.is(outline(calls())[0], 'terraform -chdir=rendered/dev/terraform/state init');
});
