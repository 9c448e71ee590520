import test from 'ava';
import { terraformTargets } from '../../../generator/pipeline/terraform-targets.js';
import { environmentOf } from '../../argocd/rendering.js';

const pipeline = {
  githubRepository: 'example/inference-gitops',
  branch: 'main',
  createOidcProvider: true,
  terraform: { planPolicies: [], applyPolicies: [] },
};
const dev = environmentOf('dev', { pipeline, aws: { rolePath: '/team/' } });
const prod = environmentOf('prod', { pipeline });
const { terraform: _, ...pushOnly } = pipeline;
const staging = environmentOf('staging', { pipeline: pushOnly });
const environments = [dev, prod, staging];

const changed = ['rendered/dev/RUNBOOK.md', 'rendered/prod/terraform/main.tf', 'rendered/staging/terraform/main.tf'];

test('Terraform is planned where it changed, as the role that may only read', (t) => {
  t.deepEqual(terraformTargets(environments, 'plan', { changed }), [
    {
      environment: 'prod',
      account: '111122223333',
      region: 'ap-southeast-2',
      role: 'arn:aws:iam::111122223333:role/ml-inference-prod-cluster-terraform-plan',
      folder: 'rendered/prod/terraform',
    },
  ]);
});

test('a folder whose name goes on is another one', (t) => {
  t.deepEqual(terraformTargets(environments, 'plan', { changed: ['rendered/prod/terraform-notes/a.md'] }), []);
});

test('the one that is named is applied, changed or not, as the role that may, with its path', (t) => {
  t.deepEqual(
    terraformTargets(environments, 'apply', { name: 'dev' }).map(({ role }) => role),
    ['arn:aws:iam::777788889999:role/team/ml-inference-dev-cluster-terraform-apply'],
  );
});

test('one that lets nobody, or isn’t there, is told', (t) => {
  for (const name of ['staging', 'nowhere'])
    t.throws(() => terraformTargets(environments, 'apply', { name }), {
      message: `environments/${name}.yaml has no pipeline.terraform.`,
    });
});
