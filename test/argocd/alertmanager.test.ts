import test from 'ava';
import { applicationsOf, environmentOf, lint, renderedArgoCD } from './rendering.js';

const receivers = (...list: readonly object[]) => ({ observability: { receivers: list } });

/** What prod's Prometheus stack is installed with. */
function valuesWith(edit: object) {
  const environment = environmentOf('prod', edit);
  const result = renderedArgoCD(environment);
  const application = applicationsOf(result).find(({ metadata }) => metadata.name.endsWith('-kube-prometheus-stack'));
  return { environment, result, values: application?.spec.source.helm?.valuesObject as unknown as Values };
}

/** The store of external-secrets that says which namespaces read from it. */
const storeOf = ({ manifests }: ReturnType<typeof renderedArgoCD>) =>
  (manifests.flatMap(({ objects }) => objects) as { kind?: string; spec?: object }[]).find(
    (object) => object?.kind === 'ClusterSecretStore',
  );

interface Values {
  readonly alertmanager: {
    readonly config: {
      readonly route: { readonly receiver: string; readonly routes: readonly Route[] };
      readonly receivers: readonly Readonly<Record<string, unknown>>[];
    };
    readonly alertmanagerSpec: { readonly secrets: readonly string[] };
  };
  readonly extraManifests?: { readonly receivers?: { readonly spec: { readonly data: readonly object[] } } };
}
interface Route {
  readonly receiver: string;
  readonly matchers: readonly string[];
  readonly continue?: boolean;
}

const everyKind = receivers(
  { severity: 'critical', pagerDuty: { secret: 'pager-key' } },
  { slack: { secret: 'chat-hook' } },
  { severity: 'warning', sns: {} },
  { sns: { topic: 'ml-alerts' } },
  { sns: { arn: 'arn:aws:sns:us-east-1:444455556666:central' } },
);

test('each receiver hears of the alerts that it asks for, whoever has heard before', (t) => {
  const { route, receivers: named } = valuesWith(everyKind).values.alertmanager.config;
  const [watchdog, ...routes] = route.routes;
  t.deepEqual([route.receiver, watchdog?.receiver], ['null', 'null']);
  t.deepEqual(
    routes.map(({ matchers }) => matchers.join()),
    [
      'severity="critical"',
      'severity=~"critical|warning"',
      'severity="warning"',
      'severity=~"critical|warning"',
      'severity=~"critical|warning"',
    ],
  );
  t.true(routes.every((one) => one.continue));
  t.deepEqual(
    ['null', ...routes.map(({ receiver }) => receiver)],
    named.map(({ name }) => name),
  );
});

test('SNS is told as a role, by the topic of the alarms where none is named', (t) => {
  const { receivers: named } = valuesWith(everyKind).values.alertmanager.config;
  const topics = named.flatMap(({ sns_configs: configs }) => (configs as object[] | undefined) ?? []);
  t.like(topics, [
    {
      topic_arn: 'arn:aws:sns:ap-southeast-2:111122223333:ml-inference-prod-cluster-alarms',
      sigv4: { region: 'ap-southeast-2' },
    },
    { topic_arn: 'arn:aws:sns:ap-southeast-2:111122223333:ml-alerts', sigv4: { region: 'ap-southeast-2' } },
    { topic_arn: 'arn:aws:sns:us-east-1:444455556666:central', sigv4: { region: 'us-east-1' } },
  ]);
});

test('keys come from files of a Secret that external-secrets makes, and never stand in git', (t) => {
  const { environment, result, values } = valuesWith(everyKind);
  t.deepEqual(values.alertmanager.alertmanagerSpec.secrets, ['alert-receivers']);
  const [, pager, chat] = values.alertmanager.config.receivers;
  t.like(pager, { pagerduty_configs: [{ routing_key_file: '/etc/alertmanager/secrets/alert-receivers/pager-key' }] });
  t.like(chat, { slack_configs: [{ api_url_file: '/etc/alertmanager/secrets/alert-receivers/chat-hook' }] });
  t.like(values.extraManifests?.receivers?.spec.data, [
    { secretKey: 'pager-key', remoteRef: { key: 'ml-inference-prod-cluster/monitoring/pager-key' } },
    { secretKey: 'chat-hook', remoteRef: { key: 'ml-inference-prod-cluster/monitoring/chat-hook' } },
  ]);
  t.like(storeOf(result)?.spec, { conditions: [{ namespaces: ['ml-inference', 'monitoring'] }] });
  t.deepEqual(lint(environment, result.manifests), []);
});

test('without a secret nothing is mounted, and no other namespace reads secrets', (t) => {
  const { result, values } = valuesWith(receivers({ sns: {} }));
  t.deepEqual(values.alertmanager.alertmanagerSpec.secrets, []);
  t.is(values.extraManifests?.receivers, undefined);
  t.like(storeOf(result)?.spec, { conditions: [{ namespaces: ['ml-inference'] }] });
});

test('in a cluster that exists volumes are of its owner’s class', (t) => {
  const existing = { name: 'platform', oidcIssuer: 'https://oidc.eks.ap-southeast-2.amazonaws.com/id/0A1B' };
  const { result, values } = valuesWith({ cluster: { existing }, ...receivers() });
  t.is(values.extraManifests, undefined);
  t.false(JSON.stringify(result.manifests).includes('encrypted-gp3'));
});

test('a receiver that is gone is told of nothing', (t) => {
  const { route, receivers: named } = valuesWith(receivers()).values.alertmanager.config;
  t.is(route.routes.length, 1);
  t.deepEqual(named, [{ name: 'null' }]);
});
