import test from 'ava';
import { parse } from 'yaml';
import { workloadNames } from '../../../generator/environment/names.js';
import type { Environment, Workload } from '../../../generator/environment/resolve.js';
import { chartValues, renderChartValues } from '../../../generator/render/chart.js';
import { shippedEnvironments } from '../../charts/environments.js';
import { onlyWorkload } from '../../helpers/resolved.js';

const prod = shippedEnvironments().get('prod') as Environment;
const workload = onlyWorkload(prod);
const inputOf = (environment: Environment, of = workload) => ({
  environment,
  workload: of,
  names: workloadNames(environment, of),
});
const valuesOf = (environment: Environment) => chartValues(inputOf(environment));
const withWorkload = (edit: Partial<Workload>) => chartValues(inputOf(prod, { ...workload, ...edit }));

test('names that other layers use come from one place', (t) => {
  const { names } = inputOf(prod);
  const values = valuesOf(prod);
  t.is(values.image.repository, names.imageRepositoryURL);
  t.is(values.serviceAccount.roleArn, names.podRoleArn);
  t.is(values.loadBalancer.name, names.loadBalancerService);
  t.is(values.service.name, names.service);
});

test('secrets are read below the prefix that the role may read', (t) => {
  const { variables } = withWorkload({ secrets: [{ name: 'api-keys', variable: 'API_KEYS' }] }).secrets;
  t.deepEqual(variables, [{ variable: 'API_KEYS', remoteKey: `${inputOf(prod).names.secretsPrefix}/api-keys` }]);
});

test('config is text, whatever type it has in the file', (t) => {
  const { config } = withWorkload({ config: { RANDOM_STATE: 20250101, DRY: true, RATE: 0.5, NAME: 'no' } });
  t.deepEqual(config, { RANDOM_STATE: '20250101', DRY: 'true', RATE: '0.5', NAME: 'no' });
});

test('a single replica may be drained; of two, one stays', (t) => {
  const budgetFor = (min: number) => withWorkload({ replicas: { ...workload.replicas, min } }).podDisruptionBudget;
  t.deepEqual(budgetFor(1), { maxUnavailable: 1 });
  t.deepEqual(budgetFor(2), { minAvailable: 1 });
});

test('pods admit the subnets that the load balancer is in, and no others', (t) => {
  const subnetsFor = (loadBalancer: Partial<Workload['exposure']['loadBalancer']>) => {
    const { exposure } = workload;
    return withWorkload({
      exposure: { ...exposure, loadBalancer: { ...exposure.loadBalancer, ...loadBalancer } },
    }).networkPolicy.loadBalancerCidrs;
  };
  t.deepEqual(subnetsFor({ scheme: 'internet-facing' }), prod.network.publicSubnets);
  t.deepEqual(subnetsFor({ scheme: 'internal' }), prod.network.privateSubnets);
  t.deepEqual(subnetsFor({ enabled: false }), []);
});

test('no egress range lets pods reach the node’s credentials', (t) => {
  const [rule] = withWorkload({ egress: [{ cidr: '169.254.0.0/16', port: 80 }] }).networkPolicy.extraEgress;
  t.deepEqual(rule?.to, [{ ipBlock: { cidr: '169.254.0.0/16', except: ['169.254.169.254/32'] } }]);
});

test('a model names its object, its hash and its region', (t) => {
  const model = { bucket: 'my-models', key: 'churn/3.onnx', sha256: 'b'.repeat(64), sizeLimit: '1Gi' };
  t.deepEqual(withWorkload({ model }).model, {
    uri: 's3://my-models/churn/3.onnx',
    sha256: 'b'.repeat(64),
    sizeLimit: '1Gi',
    region: prod.aws.region,
  });
});

test('without the add-ons there are no objects of their kinds', (t) => {
  const { secrets, monitoring } = valuesOf({ ...prod, addons: {} });
  t.is(secrets.mode, 'existing');
  t.deepEqual(
    [monitoring.serviceMonitor.enabled, monitoring.rules.enabled, monitoring.dashboard.enabled],
    [false, false, false],
  );
});

test('deleting a load balancer needs a person’s consent where deletions are to be confirmed', (t) => {
  const annotationsFor = (confirmDeletion: boolean) =>
    valuesOf({ ...prod, gitops: { ...prod.gitops, confirmDeletion } }).loadBalancer.annotations;
  t.deepEqual(annotationsFor(true), { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' });
  t.deepEqual(annotationsFor(false), {});
});

test('the file holds exactly the values, as Go programs read them', (t) => {
  const config = { ON: 'yes', OCTAL: '0777', TEXT: 'a\n---\nb: "{{ .Values }}"', EMPTY: '' };
  const input = inputOf(prod, { ...workload, config });
  const { path, content } = renderChartValues(input);
  t.is(path, 'rendered/prod/workloads/ml-inference/chart/values.environment.yaml');
  t.deepEqual(parse(String(content), { version: '1.1' }), chartValues(input));
});
