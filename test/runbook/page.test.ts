import { readFileSync } from 'node:fs';
import test from 'ava';
import { namesOf } from '../../generator/environment/names.js';
import { stepsOf } from '../../generator/operator/steps.js';
import { repositoryRoot } from '../../tools/folders.js';
import { anchorsOf, blocksOf, nodesOf, parsePage, plainText } from './markdown.js';
import { pageOf, variants } from './pages.js';

const alarms = readFileSync(`${repositoryRoot}terraform-templates/modules/observability/alarms.tf`, 'utf8');

for (const { title, environment } of variants) {
  const text = pageOf(environment);
  const page = parsePage(text);

  test(`${title}: every link on the page leads somewhere`, (t) => {
    const anchors = anchorsOf(page);
    const files = [`${repositoryRoot}charts/ml-inference/ALERTS.md`];
    const links = [...nodesOf(page)].flatMap((node) => (node.type === 'link' ? [node.url] : []));
    t.true(links.length > 12);
    for (const url of links) {
      if (url.startsWith('#')) t.true(anchors.includes(url.slice(1)), url);
      else if (url.startsWith('chart/'))
        t.true(files.includes(`${repositoryRoot}charts/ml-inference/${url.slice('chart/'.length)}`), url);
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
    const { aws } = environment;
    for (const [account] of text.matchAll(/\b[0-9]{12}\b/g)) t.is(account, aws.accountId);
    for (const [region] of text.matchAll(/\b(?:ap|us|eu|cn)-[a-z]+-[0-9]\b/g)) t.is(region, aws.region);
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
    for (const { name } of environment.cluster.nodeGroups) t.true(text.includes(`| \`${name}\` |`));
  });

  test(`${title}: the steps come in the order that works`, (t) => {
    const ids = (flow: 'bootstrap' | 'teardown') => stepsOf(text, flow).map(({ id }) => id);
    const before = (list: readonly string[], first: string, second: string) => {
      if (list.includes(first) && list.includes(second))
        t.true(list.indexOf(first) < list.indexOf(second), `${first}, ${second}`);
    };
    const up = ids('bootstrap');
    t.deepEqual([up[0], up[1], up.at(-1)], ['state', 'infrastructure', 'healthy']);
    for (const [first, second] of [
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
    const { environment } = variants.find((variant) => variant.title === title) as (typeof variants)[number];
    t.is(what.test(pageOf(environment)), isThere);
  });
}

test('plain text of the page holds a repository URL as it is', (t) => {
  const { environment } = variants.find(
    ({ title }) => title === 'a hub that runs Argo CD',
  ) as (typeof variants)[number];
  t.true(plainText(parsePage(pageOf(environment))).includes(environment.gitops.repoURL));
});
