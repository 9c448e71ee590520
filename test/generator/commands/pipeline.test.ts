import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { cli } from '../../helpers/cli.js';
import { contents, environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

const byPipeline = 'pipeline: { githubRepository: example/models, branch: main, terraform: {} }\n';
const files = environmentFiles({ ...shippedFiles, dev: shippedFiles.dev + byPipeline });

const digest = `sha256:${'5'.repeat(64)}`;

const pipeline = (root: string, words: readonly string[], input = '') =>
  cli(['pipeline', ...words, '--root', root], { input });

test('image-target says where the image goes and as whom, in lines for GitHub', async (t) => {
  const { exitCode, stdout } = await pipeline(folderWith(t, files), ['image-target', 'dev', '']);
  t.is(exitCode, 0);
  t.is(
    stdout,
    'account=777788889999\nregion=ap-southeast-2\n' +
      'repository=777788889999.dkr.ecr.ap-southeast-2.amazonaws.com/ml-inference-service\n' +
      'role=arn:aws:iam::777788889999:role/ml-inference-dev-cluster-image-push\n',
  );
});

test('without a pipeline there is nowhere to push to, and the run says so', async (t) => {
  const { exitCode, stdout, stderr } = await pipeline(folderWith(t, files), ['image-target', 'prod']);
  t.is(exitCode, 0);
  t.is(stdout, '');
  t.regex(stderr, /^::notice::environments\/prod\.yaml has no pipeline/);
});

test('name-image writes tag and digest of each workload that runs the image', async (t) => {
  const root = folderWith(t, files);
  t.is((await pipeline(root, ['name-image', 'dev', '0123abc-1', digest, ''])).exitCode, 0);
  const text = readFileSync(join(root, 'environments/dev.yaml'), 'utf8');
  t.regex(text, /\n {4}image:\n {6}tag: 0123abc-1\n {6}digest: sha256:5{64}\n/);
  t.is((await pipeline(root, ['name-image', 'dev', '0123abc-1', digest])).exitCode, 0);
  t.is(readFileSync(join(root, 'environments/dev.yaml'), 'utf8'), text);
});

test('terraform-plan lists the environments whose Terraform is among the changed files', async (t) => {
  const root = folderWith(t, files);
  const { stdout } = await pipeline(root, ['terraform-plan', ''], 'rendered/dev/terraform/main.tf\n');
  t.regex(stdout, /^targets=\[\{"environment":"dev",.*cluster-terraform-plan".*\}\]\n$/);
  t.is((await pipeline(root, ['terraform-apply'], 'rendered/dev/RUNBOOK.md\n')).stdout, 'targets=[]\n');
  t.regex((await pipeline(root, ['terraform-apply', 'dev'])).stdout, /cluster-terraform-apply/);
});

for (const [words, says] of [
  [[], /^Say one of:\npipeline image-target ENV/],
  [['push'], /^Say one of:/],
  [['__proto__'], /^Say one of:/],
  [['image-target'], /^Say: pipeline image-target ENV \[REPOSITORY\]/],
  [['image-target', 'production'], /There is no environments\/production\.yaml/],
  [['name-image', 'dev', 'v2', 'sha256:5'], /^This is no digest: "sha256:5"\./],
  [['name-image', 'dev', 'a: b', digest], /environments\/dev\.yaml:\d+:\d+ error workloads\.ml-inference\.image\.tag/],
  [['image-target', 'dev', 'other'], /^No workload of dev uses other: set REPOSITORY/],
  [['terraform-apply', 'prod'], /^environments\/prod\.yaml has no pipeline\.terraform\./],
] as const) {
  test(`«pipeline ${words.join(' ')}» is refused with the reason, and nothing changes`, async (t) => {
    const root = folderWith(t, files);
    const before = contents(root);
    const { exitCode, stdout, stderr } = await pipeline(root, words);
    t.is(exitCode, 1);
    t.is(stdout, '');
    t.regex(stderr, says);
    t.deepEqual(contents(root), before);
  });
}
