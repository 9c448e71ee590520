import { receiverSecretName, receiverSecrets, secretOf, topicArn } from '../../environment/receivers.js';
import type { Environment } from '../../environment/resolve.js';

type Receiver = Environment['observability']['receivers'][number];

/** Where Alertmanager's operator mounts Secrets, each under its name. */
const mounted = '/etc/alertmanager/secrets';

/** Builds what Alertmanager is told: whom to reach for which alerts, and by which secrets. */
export function alertmanagerView(environment: Environment) {
  const { receivers } = environment.observability;
  const secrets = receiverSecrets(environment);
  return {
    // What silences what is the chart's own: a critical alert the warnings of the same name and namespace.
    config: {
      route: {
        group_by: ['namespace', 'alertname'],
        receiver: nobody,
        routes: [alwaysOn, ...receivers.map(route)],
      },
      receivers: [{ name: nobody }, ...receivers.map((receiver, index) => channel(environment, receiver, index))],
    },
    secretName: receiverSecretName,
    mountedSecrets: secrets.length > 0 ? [receiverSecretName] : [],
    secrets: secrets,
  };
}

const nobody = 'null';

/** Watchdog always fires, to show that alerts arrive; InfoInhibitor only silences others. */
const alwaysOn = { receiver: nobody, matchers: ['alertname=~"Watchdog|InfoInhibitor"'] };

const nameOf = (index: number): string => `receivers-${index}`;

/** Every receiver is asked, whoever has been told before. */
const route = ({ severity }: Receiver, index: number) => ({
  receiver: nameOf(index),
  matchers: [severity ? `severity="${severity}"` : 'severity=~"critical|warning"'],
  continue: true,
});

/** Each alert with what to do about it; Alertmanager's own text names labels only. */
const text = [
  '{{ range .Alerts }}{{ .Annotations.summary }}: {{ .Annotations.description }}',
  '{{ with .Annotations.runbook_url }} {{ . }}{{ end }}\n{{ end }}',
].join('');

function channel(environment: Environment, receiver: Receiver, index: number) {
  const file = `${mounted}/${receiverSecretName}/${secretOf(receiver)}`;
  const name = nameOf(index);
  if (receiver.sns) {
    const topic = topicArn(environment, receiver.sns);
    const region = topic.split(':')[3];
    return { name, sns_configs: [{ topic_arn: topic, sigv4: { region }, message: text, send_resolved: true }] };
  }
  if (receiver.slack) return { name, slack_configs: [{ api_url_file: file, text, send_resolved: true }] };
  return {
    name,
    pagerduty_configs: [{ routing_key_file: file, severity: '{{ .CommonLabels.severity }}', send_resolved: true }],
  };
}
