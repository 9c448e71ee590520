import test from 'ava';
import type { Environment } from '../../../../generator/environment/resolve.js';
import { checkEnvironment, checkFleet } from '../../../../generator/environment/rules.js';
import { shippedEnvironments } from '../../../charts/environments.js';

const shipped = shippedEnvironments();
const prod = shipped.get('prod') as Environment;
const knownAddons = Object.keys(prod.addons);

const rulesBroken = (environment: Environment): string[] =>
  checkEnvironment(environment, { knownAddons })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path }) => `${rule} ${path.join('.')}`);

const [group] = prod.cluster.nodeGroups;
const withTags = (tags: Record<string, string>): Environment => ({ ...prod, aws: { ...prod.aws, tags } });
const withGroup = (change: object): Environment =>
  ({ ...prod, cluster: { ...prod.cluster, nodeGroups: [{ ...group, ...change }] } }) as Environment;
const withEndpoints = (interfaceEndpoints: Environment['network']['interfaceEndpoints']): Environment => ({
  ...prod,
  network: { ...prod.network, interfaceEndpoints },
});

for (const [title, environment, expected] of [
  ['prod as it ships', prod, []],
  ['a tag of one owner', withTags({ Team: 'ML platform' }), []],
  ['a tag that AWS keeps', withTags({ 'aws:team': 'ml' }), ['tags aws.tags.aws:team']],
  ['a tag that Terraform sets', withTags({ environment: 'x' }), ['tags aws.tags.environment']],
  ['two tags that differ in case', withTags({ Team: 'a', team: 'b' }), ['tags aws.tags.team']],
  ['a tag with a character that IAM refuses', withTags({ Team: 'a<b' }), ['tags aws.tags.Team']],
  ['two different endpoints', withEndpoints(['sts', 'logs']), []],
  ['an endpoint twice', withEndpoints(['sts', 'sts']), ['endpoints-once network.interfaceEndpoints.1']],
  [
    'nodes without prefixes of addresses',
    withGroup({ instanceTypes: ['t2.medium'] }),
    ['prefix-delegation cluster.nodeGroups.0.instanceTypes.0'],
  ],
  ['a label of one owner', withGroup({ labels: { 'example.com/team': 'ml' } }), []],
  [
    'a label in a domain that Kubernetes keeps',
    withGroup({ labels: { 'node-role.kubernetes.io/worker': 'x' } }),
    ['node-labels cluster.nodeGroups.0.labels.node-role.kubernetes.io/worker'],
  ],
] as const) {
  test(`${title}: ${expected.length === 0 ? 'is accepted' : 'is refused'}`, (t) => {
    t.deepEqual(rulesBroken(environment), [...expected]);
  });
}

test('two environments of one account make the provider of GitHub tokens once', (t) => {
  const pipeline = { githubRepository: 'example/inference', branch: 'main', createOidcProvider: true };
  const other = { ...prod, name: 'other', cluster: { ...prod.cluster, name: 'other' }, pipeline };
  const environments = (createOidcProvider: boolean) =>
    checkFleet([
      { ...prod, pipeline },
      { ...other, pipeline: { ...pipeline, createOidcProvider } },
    ])
      .get('other')
      ?.filter(({ path }) => path[0] === 'pipeline')
      .map(({ path }) => path.join('.'));
  t.deepEqual(environments(true), ['pipeline.createOidcProvider']);
  t.deepEqual(environments(false), []);
});
