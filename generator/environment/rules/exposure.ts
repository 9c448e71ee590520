import type { WorkloadRule } from './rule.js';

export const exposureRules: readonly WorkloadRule[] = [
  {
    name: 'public-subnets',
    *check({ exposure }, { network }) {
      if (network.publicSubnets.length > 0) return;
      for (const kind of ['loadBalancer', 'ingress'] as const) {
        const { enabled, scheme } = exposure[kind];
        if (!enabled || scheme === 'internal') continue;
        const message = 'The VPC has no public subnet for it: list them in network.existing.publicSubnets, or make it internal.';
        yield { path: ['exposure', kind, 'scheme'], message };
      }
    },
  },
  {
    name: 'ingress-certificate',
    *check({ exposure: { ingress } }, { aws }) {
      const path = ['exposure', 'ingress', 'certificateArn'];
      if (ingress.enabled && !ingress.certificateArn) {
        yield {
          path,
          message: `The ingress needs the ACM certificate of ${ingress.host}: such as arn:aws:acm:${aws.region}:${aws.accountId}:certificate/….`,
        };
      }
      const region = ingress.certificateArn?.split(':')[3];
      if (region !== undefined && region !== aws.region) {
        yield {
          path,
          message: `The certificate is in ${region}: a load balancer takes one of its own region, ${aws.region}.`,
        };
      }
    },
  },
];
