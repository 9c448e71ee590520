import type { WorkloadRule } from './rule.js';

export const exposureRules: readonly WorkloadRule[] = [
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
