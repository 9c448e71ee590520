import type { Rule } from './rule.js';

/** Limits a rule to clusters that Terraform makes. */
export const ofNewCluster = ({ name, check }: Rule): Rule => ({
  name,
  check: (environment, context) => (environment.cluster.existing ? [] : check(environment, context)),
});

/** What names of roles, secrets and buckets start with. */
const prefix = /^[a-z]([a-z0-9-]{0,33}[a-z0-9])?$/;

export const existingClusterRules: readonly Rule[] = [
  {
    name: 'existing-cluster',
    *check({ aws, cluster: { existing }, network }) {
      if (!existing) return;
      const path = ['cluster', 'existing'];
      if (!network.existing) {
        const message = 'A cluster that exists is in a VPC that exists: name that in network.existing.';
        yield { path: ['network'], message };
      }
      if (!prefix.test(aws.namePrefix)) {
        const message =
          `Names of roles and secrets start with the cluster's, and ${aws.namePrefix} can't: give them another ` +
          'start in aws.namePrefix, of at most 35 lower-case letters, digits and dashes.';
        yield { path: [...path, 'name'], message };
      }
      const region = /^https:\/\/oidc\.eks\.([a-z0-9-]+)\./.exec(existing.oidcIssuer)?.[1];
      if (region !== undefined && region !== aws.region) {
        yield {
          path: [...path, 'oidcIssuer'],
          message: `This issuer is in ${region}, and the environment in ${aws.region}.`,
        };
      }
    },
  },
];
