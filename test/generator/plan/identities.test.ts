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
    ...['keda', 'metrics-server'],
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
      'Role 210987654321/forecasts-team/forecaster-role',
      'Secret full-prefix/forecasts/client-keys',
      'Secret full-prefix/forecasts/warehouse-url',
      'Secret full-prefix/monitoring/chat-hook',
      'Secret full-prefix/monitoring/pager-key',
      'LoadBalancer forecasts/forecaster-lb',
      'Ingress forecasts/forecaster-api',
      'Repository 210987654321/eu-west-3/forecaster-image',
      'NodeGroup full-cluster/cheap',
      'NodeGroup full-cluster/steady',
      'Vpc full-cluster 10.40.0.0/16',
      'Subnet full-cluster/eu-west-3a 10.40.1.0/24',
      'Subnet full-cluster/eu-west-3a 10.40.64.0/20',
      'Subnet full-cluster/eu-west-3b 10.40.2.0/24',
      'Subnet full-cluster/eu-west-3b 10.40.80.0/20',
      'Subnet full-cluster/eu-west-3c 10.40.3.0/24',
      'Subnet full-cluster/eu-west-3c 10.40.96.0/20',
      'Cluster 210987654321/eu-west-3/full-cluster',
      'TerraformRoot full-prefix-tfstate-210987654321/full-prefix/terraform.tfstate',
    ].sort(),
  );
});

test('what an environment doesn’t make itself is no identity of it', (t) => {
  const { network: _, ...others } = fullEnvironment;
  const existing = {
    vpcId: 'vpc-0a1b2c3d',
    cidr: '10.40.0.0/16',
    privateSubnets: [
      { id: 'subnet-0a1b2c3d', zone: 'eu-west-3a', cidr: '10.40.64.0/20' },
      { id: 'subnet-0b1b2c3d', zone: 'eu-west-3b', cidr: '10.40.80.0/20' },
    ],
    publicSubnets: [],
  };
  const guest = resolved({
    ...others,
    network: { existing },
    registry: { accountId: '999900001111', region: 'eu-west-3' },
  });
  const input = { environment: guest, names: namesOf(guest), charts: new Map() };
  const found = [...identitiesOf(input, renderedEnvironment(guest))];
  t.deepEqual(
    found.filter((identity) => /^(Vpc|Subnet|Repository) /.test(identity)),
    [],
  );
});
