import test from 'ava';
import { namesOf } from '../../../generator/environment/names.js';
import { identitiesOf } from '../../../generator/plan/identities.js';
import { fullEnvironment } from '../../helpers/full-environment.js';
import { renderedEnvironment } from '../../helpers/rendered-files.js';
import { resolved } from '../../helpers/resolved.js';

const environment = resolved(fullEnvironment);

test('everything that would be deleted with its name is an identity, and nothing else is', (t) => {
  const input = { environment, names: namesOf(environment), charts: new Map() };
  const addOns = [
    ...['argo-cd', 'aws-load-balancer-controller', 'external-secrets', 'karpenter', 'kube-prometheus-stack'],
    'metrics-server',
  ];
  t.deepEqual(
    [...identitiesOf(input, renderedEnvironment(environment))].sort(),
    [
      'AppProject argocd/forecaster-full',
      'AppProject argocd/ml-inference-full-root',
      ...addOns.map((key) => `AppProject argocd/ml-inference-full-${key}`),
      'Application argocd/forecaster-full',
      'Application argocd/ml-inference-full-root',
      ...addOns.map((key) => `Application argocd/ml-inference-full-${key}`),
      'Application argocd/ml-inference-full-external-secrets-objects',
      'Application argocd/ml-inference-full-karpenter-objects',
      'Namespace forecasts',
      'Cluster 210987654321/eu-west-3/full-cluster',
      'TerraformRoot full-prefix-tfstate-210987654321/full-prefix/terraform.tfstate',
    ].sort(),
  );
});
