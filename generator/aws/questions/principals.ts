import { GetRoleCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { error, isNamed, type Question } from './question.js';

/** EKS refuses an access entry of somebody who doesn't exist, after it has built the cluster. */
export const principals: Question = {
  name: 'principals',
  async *ask({ aws, cluster }, settings) {
    const client = new IAMClient(settings('iam'));
    for (const [index, { principalArn }] of cluster.accessEntries.entries()) {
      const [, , , , account, resource = ''] = principalArn.split(':');
      // Another account's can't be asked for.
      if (account !== aws.accountId) continue;
      const kind = resource.slice(0, resource.indexOf('/'));
      // The account itself is neither, and always there.
      if (kind !== 'role' && kind !== 'user') continue;
      const name = resource.slice(resource.lastIndexOf('/') + 1);
      const question =
        kind === 'user' ? new GetUserCommand({ UserName: name }) : new GetRoleCommand({ RoleName: name });
      try {
        await client.send(question as GetRoleCommand);
      } catch (cause) {
        if (!isNamed(cause, 'NoSuchEntityException', 'NoSuchEntity')) throw cause;
        yield error(`cluster.accessEntries[${index}].principalArn: the account has no ${kind} ${name}: make it first.`);
      }
    }
  },
};
