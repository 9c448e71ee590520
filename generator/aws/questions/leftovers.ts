import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { madeSecrets } from '../../environment/made-secrets.js';
import { namesOf } from '../../environment/names.js';
import type { Environment } from '../../environment/resolve.js';
import { error, isNamed, type Question, type SettingsOf } from './question.js';

/** What an earlier life of the environment has left, whose names are taken: with the command that frees them. */
export const leftovers: Question = {
  name: 'leftovers',
  async *ask(environment, settings) {
    const { aws, cluster } = environment;
    if (!cluster.existing && !(await hasCluster(environment, settings))) {
      const group = namesOf(environment).controlPlaneLogGroup;
      if (await hasLogGroup(group, settings))
        yield error(
          `The log group ${group} is left of an earlier cluster: ` +
            `aws logs delete-log-group --region ${aws.region} --log-group-name ${group}`,
        );
    }
    for (const name of await secretsToBeDeleted(environment, settings)) {
      yield error(
        `The secret ${name} waits for its deletion, and its name is taken: aws secretsmanager delete-secret ` +
          `--region ${aws.region} --secret-id ${name} --force-delete-without-recovery`,
      );
    }
  },
};

async function hasCluster({ cluster }: Environment, settings: SettingsOf): Promise<boolean> {
  try {
    await new EKSClient(settings('eks')).send(new DescribeClusterCommand({ name: cluster.name }));
    return true;
  } catch (cause) {
    if (isNamed(cause, 'ResourceNotFoundException')) return false;
    throw cause;
  }
}

async function hasLogGroup(name: string, settings: SettingsOf): Promise<boolean> {
  const client = new CloudWatchLogsClient(settings('logs'));
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  return logGroups.some(({ logGroupName }) => logGroupName === name);
}

async function secretsToBeDeleted(environment: Environment, settings: SettingsOf): Promise<string[]> {
  const ours = madeSecrets(environment);
  if (ours.length === 0) return [];
  const client = new SecretsManagerClient(settings('secretsmanager'));
  const { SecretList: found = [] } = await client.send(
    new ListSecretsCommand({
      IncludePlannedDeletion: true,
      MaxResults: 100,
      Filters: [{ Key: 'name', Values: [`${environment.aws.namePrefix}/`] }],
    }),
  );
  const taken = found.filter(({ DeletedDate }) => DeletedDate !== undefined).map(({ Name }) => Name ?? '');
  return ours.filter((name) => taken.includes(name));
}
