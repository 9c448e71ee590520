import type { Rule } from './rule.js';

export const iamRules: readonly Rule[] = [
  {
    name: 'pipeline-without-another-role',
    *check({ aws, pipeline }) {
      if (!aws.assumeRoleArn || !pipeline?.terraform) return;
      const message =
        `Terraform would go on to ${aws.assumeRoleArn}, so that a plan of a pull request holds what an apply may. ` +
        'Take this away, or aws.assumeRoleArn: the roles made here are of this account.';
      yield { path: ['pipeline', 'terraform'], message };
    },
  },
  {
    name: 'policies-of-the-pipeline',
    *check({ aws, pipeline }) {
      for (const field of ['planPolicies', 'applyPolicies'] as const) {
        for (const [index, arn] of (pipeline?.terraform?.[field] ?? []).entries()) {
          const account = arn.split(':')[4];
          const isOurs = account === aws.accountId || account === 'aws';
          if (isOurs && /:policy\//.test(arn)) continue;
          const message = `A policy of this account is meant, or one of AWS: arn:…:iam::${aws.accountId}:policy/….`;
          yield { path: ['pipeline', 'terraform', field, index], message };
        }
      }
    },
  },
  {
    name: 'iam-of-this-account',
    *check({ aws }) {
      for (const field of ['permissionsBoundary', 'assumeRoleArn'] as const) {
        const account = aws[field]?.split(':')[4];
        if (account === undefined || account === aws.accountId) continue;
        const message = `This is of account ${account || '(none)'}: it must be of ${aws.accountId}.`;
        yield { path: ['aws', field], message };
      }
      if (aws.permissionsBoundary && !/:policy\//.test(aws.permissionsBoundary))
        yield { path: ['aws', 'permissionsBoundary'], message: 'A boundary is a policy: arn:…:policy/….' };
      if (aws.assumeRoleArn && !/:role\//.test(aws.assumeRoleArn))
        yield { path: ['aws', 'assumeRoleArn'], message: 'What Terraform assumes is a role: arn:…:role/….' };
    },
  },
];
