import type { Rule } from './rule.js';

export const iamRules: readonly Rule[] = [
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
