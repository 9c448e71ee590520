import { readdir, readFile } from 'node:fs/promises';
import { REJECT_REASONS } from '@inference-gitops/service/metrics/metrics.js';
import test from 'ava';
import { parse } from 'yaml';
import { chartFolder, render, repository } from './helm.js';
import { only, type Rule } from './objects.js';

interface RuleTests {
  tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
}

const model = { uri: 's3://my-models/churn.onnx', sha256: 'a'.repeat(64) };
const rulesOf = async (values = {}): Promise<Rule[]> =>
  only(await render(values), 'PrometheusRule').spec.groups.flatMap(({ rules }) => rules);
const alertsOf = (rules: readonly Rule[]) => rules.filter(({ alert }) => alert !== undefined);

const alerts = alertsOf(await rulesOf({ model }));
const runbook = await readFile(`${chartFolder}/ALERTS.md`, 'utf8');
const folder = `${repository}test/charts/rules/`;
const files = await Promise.all((await readdir(folder)).map((file) => readFile(`${folder}${file}`, 'utf8')));
const cases = files.flatMap((text) => (parse(text) as RuleTests).tests).flatMap((each) => each.alert_rule_test);

for (const { alert = '', labels, annotations } of alerts) {
  test(`${alert} states its severity and what to do`, (t) => {
    t.regex(labels?.['severity'] ?? '', /^(critical|warning)$/);
    t.truthy(annotations?.['summary']);
    t.truthy(annotations?.['description']);
    const anchor = annotations?.['runbook_url']?.split('#')[1];
    const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading?.toLowerCase());
    t.true(headings.includes(anchor), `ALERTS.md has no section ${anchor}`);
  });

  test(`${alert} is proven to fire and to stay silent`, (t) => {
    const ours = cases.filter(({ alertname }) => alertname === alert);
    t.true(
      ours.some(({ exp_alerts }) => exp_alerts.length > 0),
      'no test in which it fires',
    );
    t.true(
      ours.some(({ exp_alerts }) => exp_alerts.length === 0),
      'no test in which it stays silent',
    );
  });
}

test('every section of the runbook is about an alert that exists', (t) => {
  const sections = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  t.deepEqual(sections.toSorted(), alerts.map(({ alert }) => alert).toSorted());
});

test('the alert on rejected requests counts each reason but those of the client', async (t) => {
  const { expr = '' } = alerts.find(({ alert }) => alert === 'MLInferenceRejectsRequests') ?? {};
  const counted = /reason=~"([^"]+)"/.exec(expr)?.[1]?.split('|') ?? [];
  t.deepEqual([...counted, 'client_gone', 'unauthorized'].toSorted(), [...REJECT_REASONS].toSorted());
});

test('without the autoscaler there is no alert on it', async (t) => {
  const names = alertsOf(await rulesOf({ autoscaling: { enabled: false } })).map(({ alert }) => alert);
  t.false(names.includes('MLInferenceAutoscalerAtMaximum'));
});

const thresholdOf = async (rules: object, alert: string) => {
  const { expr = '' } = (await rulesOf({ monitoring: { rules } })).find((rule) => rule.alert === alert) ?? {};
  return Number(/> ([0-9.e-]+)/.exec(expr)?.[1]);
};

for (const [availabilityObjective, threshold] of [
  [99.9, 0.0144],
  [99.5, 0.072],
  [99.999, 0.000144],
  [90, 0.9],
] as const) {
  test(`an objective of ${availabilityObjective} percent is a page at a failure ratio of ${threshold}`, async (t) => {
    t.is(await thresholdOf({ availabilityObjective }, 'MLInferenceAvailabilityBudgetBurnsFast'), threshold);
  });
}

for (const [latencyObjectiveSeconds, bucket] of [
  [0.25, 'le="0.25"'],
  [1, 'le=~"1([.]0)?"'],
  [2.5, 'le="2.5"'],
  [0.005, 'le="0.005"'],
] as const) {
  test(`an objective of ${latencyObjectiveSeconds} s counts the bucket ${bucket}`, async (t) => {
    const rules = await rulesOf({ monitoring: { rules: { latencyObjectiveSeconds } } });
    const slowness = rules.filter(({ record }) => record?.startsWith('ml_inference:prediction_slowness'));
    t.is(slowness.length, 7);
    t.true(slowness.every(({ expr }) => expr.includes(bucket)));
  });
}

test('alerts and objectives are about this release alone', async (t) => {
  for (const { expr, alert, record } of await rulesOf({ model, service: { name: 'ours' }, name: 'our-api' })) {
    t.regex(expr, /namespace="ml-inference"/, alert ?? record);
    t.regex(expr, /job="ours"|pod=~"our-api-|deployment="our-api"|horizontalpodautoscaler="our-api"/, alert ?? record);
  }
});
