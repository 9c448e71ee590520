import { hasAlertmanager } from './addons.js';
import { partitionOf } from './aws-facts.js';
import { monitoringNamespace } from './names.js';
import type { Environment } from './resolve.js';
import type { EnvironmentInput } from './schema.js';

type Receiver = EnvironmentInput['observability']['receivers'][number];

/** The Secret with the values that receivers send with, and the ExternalSecret that brings them. */
export const receiverSecretName = 'alert-receivers';

/** Lists the secrets that receivers send with, each once: what the environment calls it, and its whole name. */
export const receiverSecrets = (environment: Environment): { readonly name: string; readonly id: string }[] =>
  [...new Set(receiversOf(environment).flatMap((receiver) => secretOf(receiver) ?? []))].map((name) => ({
    name,
    id: `${receiverSecretsPrefix(environment)}/${name}`,
  }));

/** Lists what Alertmanager is told, where it is installed from here. */
const receiversOf = (environment: Environment): readonly Receiver[] =>
  hasAlertmanager(environment) ? environment.observability.receivers : [];

/** Tells whether critical alerts reach somebody: a topic that nobody is subscribed to tells nobody. */
export const areAlertsHeard = (environment: Environment): boolean =>
  receiversOf(environment).some(
    ({ severity, sns }) =>
      severity !== 'warning' && (!sns || namesTopic(sns) || environment.observability.alarmEmails.length > 0),
  );

/** Tells a topic that exists from that of the alarms. */
const namesTopic = ({ topic, arn }: NonNullable<Receiver['sns']>): boolean => (topic ?? arn) !== undefined;

/** Gives the name of the secret that a receiver sends with; SNS is asked as a role. */
export const secretOf = ({ slack, pagerDuty }: Receiver): string | undefined => (slack ?? pagerDuty)?.secret;

/** What the names of these secrets start with in Secrets Manager. No workload can have this namespace. */
export const receiverSecretsPrefix = ({ aws }: Pick<Environment, 'aws'>): string =>
  `${aws.namePrefix}/${monitoringNamespace}`;

/** Gives the ARN of the topic that a receiver publishes to: by default that of the alarms, which Terraform makes. */
export function topicArn(environment: Environment, { topic, arn }: NonNullable<Receiver['sns']>): string {
  return (
    arn ??
    `arn:${partitionOf(environment.aws.region).name}:sns:${place(environment)}:${topic ?? alarmTopic(environment)}`
  );
}

const place = ({ aws }: Environment): string => `${aws.region}:${aws.accountId}`;

/** Named as in terraform-templates/modules/observability. */
const alarmTopic = ({ aws, cluster }: Environment): string =>
  `${cluster.existing ? aws.namePrefix : cluster.name}-alarms`;

/** Lists the topics that exist and receivers publish to, each once. */
export const existingTopics = (environment: Environment): string[] => [
  ...new Set(receiversOf(environment).flatMap(({ sns }) => (sns && namesTopic(sns) ? topicArn(environment, sns) : []))),
];
