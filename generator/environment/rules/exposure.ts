import type { Rule } from './rule.js';

export const exposureRules: readonly Rule[] = [
  {
    name: 'ingress-certificate',
    *check({ aws, exposure: { ingress } }) {
      const path = ['exposure', 'ingress', 'certificateArn'];
      if (ingress.enabled && !ingress.certificateArn) {
        const example = `arn:aws:acm:${aws.region}:${aws.accountId}:certificate/…`;
        yield { path, message: `The ingress needs the ACM certificate of ${ingress.host}: such as ${example}.` };
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
