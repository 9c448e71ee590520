import { readFile } from 'node:fs/promises';
import test from 'ava';
import { replaceOnce } from '../helpers/repository.js';
import { chartFolder, render, renderRelease } from './helm.js';
import { only } from './objects.js';

interface Dashboard {
  uid: string;
  title: string;
  panels: { title: string; type: string; description?: string; targets?: { expr: string }[] }[];
  templating: { list: { name: string }[] };
}

const source = await readFile(`${chartFolder}/dashboards/ml-inference.json`, 'utf8');
const dashboard = JSON.parse(source) as Dashboard;
const expressions = dashboard.panels.flatMap(({ targets }) => targets ?? []).map(({ expr }) => expr);

for (const release of ['ml-inference', 'fraud']) {
  test(`Grafana finds the dashboard of ${release} by its label, as the file under its own name`, async (t) => {
    const map = only(await renderRelease(release, release, {}), 'ConfigMap', 'ml-inference-api-dashboard');
    t.is(map.metadata?.labels?.['grafana_dashboard'], '1');
    const named = replaceOnce(source, '"title": "ML inference"', `"title": "ML inference: ${release}"`);
    t.deepEqual(map.data, {
      [`${release}.json`]: replaceOnce(named, '"uid": "ml-inference"', `"uid": "${release}"`),
    });
  });
}

test('every panel says what it shows', (t) => {
  const silent = dashboard.panels.filter(({ type, description }) => type !== 'row' && !description);
  t.deepEqual(
    silent.map(({ title }) => title),
    [],
  );
});

test('every panel is about the namespace that was chosen', (t) => {
  for (const expression of expressions) t.regex(expression, /namespace="\$namespace"/);
});

test('every variable that a panel uses exists', (t) => {
  const known = ['__rate_interval', ...dashboard.templating.list.map(({ name }) => name)];
  const used = [...source.matchAll(/\$\{?(\w+)\}?/g)].map(([, name]) => name ?? '');
  t.deepEqual(
    used.filter((name) => !known.includes(name)),
    [],
  );
});

test('every series of ours that a panel shows is one that the rules record or the service exposes', async (t) => {
  const service = await readFile(`${chartFolder}/../../service/src/metrics/metrics.ts`, 'utf8');
  const recorded = only(await render(), 'PrometheusRule').spec.groups.flatMap(({ rules }) =>
    rules.map(({ record }) => record),
  );
  const series = expressions.flatMap((expression) => expression.match(/\b[a-z_:0-9]+(?=\{)/g) ?? []);
  const ours = series.filter((name) => !/^(kube|process|nodejs)_/.test(name));
  t.true(ours.length > 10);
  for (const name of ours) {
    const metric = name.replace(/_(bucket|sum|count)$/, '');
    t.true(recorded.includes(name) || service.includes(`'${metric}'`), `${name} is nobody's`);
  }
});

test('the dashboard can be turned off', async (t) => {
  const objects = await render({ monitoring: { dashboard: { enabled: false } } });
  t.false(objects.some(({ metadata }) => metadata.name?.endsWith('-dashboard')));
});
