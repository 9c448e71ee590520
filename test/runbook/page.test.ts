import { readFileSync } from 'node:fs';
import test from 'ava';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { stepsOf } from '../../generator/operator/steps.js';
import { repositoryRoot } from '../../tools/folders.js';
import { environmentOf } from '../argocd/rendering.js';
import { anchorsOf, blocksOf, nodesOf, parsePage, plainText } from './markdown.js';
import { insteadOfShipped, pageOf, variant, variants } from './pages.js';

const alarms = readFileSync(`${repositoryRoot}terraform-templates/modules/observability/alarms.tf`, 'utf8');

for (const { title, environment } of variants) {
  const text = pageOf(environment);
  const page = parsePage(text);

  test(`${title}: every link on the page leads somewhere`, (t) => {
    const anchors = anchorsOf(page);
    const charts = environment.workloads.map((workload) => workloadNames(environment, workload).chartPath);
    const files = charts.map((chart) => `${chart.replace(/^rendered\/[^/]+\//, '')}/ALERTS.md`);
    const links = [...nodesOf(page)].flatMap((node) => (node.type === 'link' ? [node.url] : []));
    t.true(links.length > 12);
    for (const url of links) {
      if (url.startsWith('#')) t.true(anchors.includes(url.slice(1)), url);
      else if (url.startsWith('workloads/')) t.true(files.includes(url), url);
      else t.regex(url, /^(https?:\/\/|mailto:)/);
    }
  });

  test(`${title}: no two headings share an anchor, and every alarm's place is one`, (t) => {
    const anchors = anchorsOf(page);
    t.deepEqual(
      anchors.filter((anchor) => /-[0-9]+$/.test(anchor)),
      [],
    );
    const places = [...alarms.matchAll(/Runbook \(([^)]+)\)/g)].map(([, place = '']) => place.replaceAll(' ', '-'));
    t.true(places.length > 2);
    for (const place of places) t.true(anchors.includes(place), place);
  });

  test(`${title}: no expression, no missing value and no raw HTML is left on the page`, (t) => {
    t.false(/\{\{|undefined|\[object|NaN/.test(text));
    for (const node of nodesOf(page)) if (node.type === 'html') t.regex(node.value, /^<!-- [^<>]+ -->$/);
  });

  test(`${title}: the page names its own environment and no other`, (t) => {
    const { aws, registry, workloads } = environment;
    const elsewhere = JSON.stringify(workloads.map(({ model, secrets }) => [model, secrets]));
    for (const [account] of text.matchAll(/\b[0-9]{12}\b/g))
      t.true([aws.accountId, registry.accountId].includes(account) || elsewhere.includes(account));
    for (const [region] of text.matchAll(/\b(?:ap|us|eu|cn)-[a-z]+-[0-9]\b/g))
      t.true([aws.region, registry.region].includes(region) || elsewhere.includes(region));
    for (const [cluster] of text.matchAll(/\bml-inference-[a-z]+-cluster\b/g)) t.is(cluster, environment.cluster.name);
    t.true(text.includes(namesOf(environment).stateBucket));
  });

  test(`${title}: the picture draws each zone, subnet and node group, and joins only what it draws`, (t) => {
    const [picture] = blocksOf(page, 'mermaid');
    const source = picture?.value ?? '';
    for (const { 0: name } of source.matchAll(/10\.[0-9.]+\/[0-9]+/g))
      t.true(
        [
          environment.network.cidr,
          ...environment.network.publicSubnets,
          ...environment.network.privateSubnets,
        ].includes(name),
      );
    for (const part of [
      ...environment.network.availabilityZones,
      ...environment.network.publicSubnets,
      ...environment.network.privateSubnets,
    ]) {
      t.true(source.includes(part), part);
    }
    const drawn = new Set([...source.matchAll(/^\s*(?:subgraph )?(\w+)[[(]/gm)].map(([, id]) => id));
    const joined = source
      .split('\n')
      .filter((line) => / --/.test(line))
      .flatMap((line) =>
        line
          .replace(/-- ".*?" -->/, '-->')
          .split(/-->|---|&/)
          .map((id) => id.trim()),
      );
    for (const id of joined) t.true(drawn.has(id), id);
    t.deepEqual([...source.matchAll(/\bsubgraph\b/g)].length, [...source.matchAll(/^\s*end$/gm)].length);
    for (const { name, roleName } of environment.workloads) {
      t.is(source.split(`pods of ${name}`).length - 1, environment.network.availabilityZones.length, name);
      t.true(source.includes(roleName), roleName);
    }
    for (const { name } of environment.cluster.nodeGroups) t.true(text.includes(`| \`${name}\` |`));
  });

  test(`${title}: the steps come in the order that works`, (t) => {
    const ids = (flow: 'bootstrap' | 'teardown') => stepsOf(text, flow).map(({ id }) => id);
    const before = (list: readonly string[], first: string, second: string) => {
      if (list.includes(first) && list.includes(second))
        t.true(list.indexOf(first) < list.indexOf(second), `${first}, ${second}`);
    };
    const up = ids('bootstrap');
    t.deepEqual([up[0], up.at(-1)], ['state', 'healthy']);
    t.true(up.includes('infrastructure'));
    for (const [first, second] of [
      ['state', 'access'],
      ['state', 'infrastructure'],
      ['access', 'infrastructure'],
      ['infrastructure', 'connect'],
      ['infrastructure', 'secrets'],
      ['connect', 'argocd'],
      ['image', 'root'],
      ['argocd', 'root'],
    ] as const)
      before(up, first, second);
    const down = ids('teardown');
    for (const id of ['unprotect', 'applications', 'load-balancers', 'infrastructure', 'state'])
      t.true(down.includes(id), id);
    for (const [first, second] of [
      ['connect', 'applications'],
      ['unprotect', 'infrastructure'],
      ['applications', 'volumes'],
      ['applications', 'karpenter'],
      ['applications', 'load-balancers'],
      ['load-balancers', 'infrastructure'],
      ['karpenter', 'infrastructure'],
      ['volumes', 'infrastructure'],
      ['hub', 'infrastructure'],
      ['infrastructure', 'state'],
    ] as const)
      before(down, first, second);
    for (const flow of ['bootstrap', 'teardown'] as const) {
      for (const { script } of stepsOf(text, flow))
        t.true(
          blocksOf(page, 'sh').some(({ value }) => `${value}\n` === script),
          script,
        );
    }
  });
}

const turnedOff: readonly (readonly [title: string, isThere: boolean, what: RegExp])[] = [
  ['no load balancer', false, /describe service ml-inference-lb|Network load balancer/],
  ['no load balancer', true, /It has no public address/],
  ['nothing to watch with', false, /kubectl[^\n]* top |port-forward service\/kube-prometheus|containerinsights/],
  ['no secrets', false, /put-secret-value|API_KEYS/],
  ['a hub that runs Argo CD', false, /helm upgrade/],
  ['a hub that runs Argo CD', true, /kubectl --namespace argocd delete application .*ml-inference-prod-metrics-server/],
  ['Karpenter', true, /delete nodepools --all/],
  ['nodes with ARM processors', true, /--platform linux\/arm64 /],
  ['China', true, /111122223333\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn/],
];

for (const [title, isThere, what] of turnedOff) {
  test(`${title}: ${what.source} is ${isThere ? '' : 'not '}on the page`, (t) => {
    t.is(what.test(pageOf(variant(title))), isThere);
  });
}

test('plain text of the page holds a repository URL as it is', (t) => {
  const environment = variant('a hub that runs Argo CD');
  t.true(plainText(parsePage(pageOf(environment))).includes(environment.gitops.repoURL));
});

/** Lists headings and the labels that stand above the blocks of a workload. */
const titlesOf = (page: string): string[] =>
  parsePage(page).children.flatMap((node) => {
    const isLabel = node.type === 'paragraph' && node.children[0]?.type === 'strong' && /^\S+:$/.test(plainText(node));
    return node.type === 'heading' || isLabel ? [plainText(node)] : [];
  });

test('one workload needs no heading of its own', (t) => {
  const titles = titlesOf(pageOf(variant('prod')));
  t.true(titles.includes('Verify'));
  t.deepEqual(
    titles.filter((title) => title.includes('ml-inference')),
    [],
  );
});

test('of several workloads each has its heading where commands are its own', (t) => {
  const titles = titlesOf(pageOf(variant('two workloads')));
  const counted = (text: string) => titles.filter((title) => title === text).length;
  for (const key of ['churn', 'fraud']) t.is(counted(`Verify ${key}`), 1);
  t.is(counted('Rotate secrets of fraud'), 1);
  t.is(counted('Rotate secrets of churn'), 0);
  t.is(counted('Change the model of fraud'), 1);
  t.is(counted('Change the model of churn'), 0);
  t.true(counted('churn:') > 5);
  // Two more than churn: what of its load balancer.
  t.is(counted('fraud:'), counted('churn:') + 2);
});

const scripts = (title: string, flow: 'bootstrap' | 'teardown') =>
  new Map(stepsOf(pageOf(variant(title)), flow).map(({ id, script }) => [id, script]));

const stepsForAll: readonly (readonly [
  flow: 'bootstrap' | 'teardown',
  id: string,
  what: RegExp,
  found: readonly string[],
])[] = [
  ['bootstrap', 'secrets', /--secret-id \S+\/(\S+\/\S+)/g, ['fraud/database-url', 'fraud/api-keys']],
  ['bootstrap', 'image', /--tag \S+\/(\S+)/g, ['ml-inference-service:0.1.0', 'fraud-service:2.3.1']],
  ['bootstrap', 'healthy', /wait application\/(\S+) \S+=Healthy/g, ['churn-prod', 'fraud-prod']],
  ['teardown', 'applications', /delete application (\S+) --wait/g, ['churn-prod', 'fraud-prod']],
  ['teardown', 'applications', /wait application\/(\S+) --for=delete/g, ['churn-prod', 'fraud-prod']],
];

for (const [flow, id, what, found] of stepsForAll) {
  test(`the step ${id} of ${flow} is for all workloads: ${what.source}`, (t) => {
    const script = scripts('two workloads', flow).get(id) ?? '';
    t.deepEqual(
      [...script.matchAll(what)].map(([, name]) => name),
      found,
    );
  });
}

test('an image that several workloads run is built once', (t) => {
  const script = scripts('workloads that share an image and a load balancer', 'bootstrap').get('image') ?? '';
  t.is(script.split('docker buildx build').length, 2);
});

test('the load balancers of a VPC that exists are waited for by their cluster: others may be in it', (t) => {
  const script = scripts('a VPC that exists', 'teardown').get('load-balancers') ?? '';
  t.true(script.includes('Key=elbv2.k8s.aws/cluster,Values=ml-inference-prod-cluster'));
  t.false(script.includes('describe-load-balancers'));
});

test('where another environment makes the registry, its runbook is named', (t) => {
  const environment = variant('a registry of another account');
  const text = pageOf({ ...environment, registry: { ...environment.registry, madeBy: 'dev' } });
  t.true(text.includes('](../dev/RUNBOOK.md#image)'));
  t.false(pageOf(environment).includes('](../'));
});

test('a load balancer that workloads share is drawn once and leads to the pods of each', (t) => {
  const [picture] = blocksOf(
    parsePage(pageOf(variant('workloads that share an image and a load balancer'))),
    'mermaid',
  );
  const drawn = [...(picture?.value ?? '').matchAll(/^ +(\w+)\["Application load balancer.*$/gm)];
  t.deepEqual(
    drawn.map(([, id]) => id),
    ['alb0'],
  );
  t.is((picture?.value ?? '').split('  alb0 --> pods').length - 1, 4);
});

test('each workload is told the same, under its own names', (t) => {
  const [{ model }] = variant('a model from S3').workloads as [Environment['workloads'][number]];
  const lines = pageOf(environmentOf('prod', insteadOfShipped({ alpha: { model }, omega: { model } }))).split('\n');
  const of = (key: string) =>
    lines
      .filter((line) => line.includes(key))
      .map((line) => line.replace(/\b(alpha|omega)\b/g, 'KEY').replace(/\b(pods\dw|nlb)\d/g, '$1'));
  t.true(of('omega').length > 60);
  t.deepEqual(of('alpha'), of('omega'));
});

const fieldPaths = /`(workloads\.[^`.]+|workloadDefaults)[^`]*`/g;

for (const [title, stands] of [
  ['prod', 'workloads.ml-inference'],
  ['two workloads', 'workloads.<key>'],
] as const) {
  test(`${title}: fields of a workload are named as ${stands}, and none as in version 1`, (t) => {
    const text = pageOf(variant(title));
    const paths = new Set([...text.matchAll(fieldPaths)].map(([, path]) => path));
    t.deepEqual(paths, new Set([stands, 'workloadDefaults']));
    t.notRegex(text, /`workload\.|Objective|`exposure\.\*/);
  });
}
