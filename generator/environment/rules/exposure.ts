import type { Environment } from '../resolve.js';
import type { Rule, WorkloadRule } from './rule.js';

export const exposureRules: readonly WorkloadRule[] = [
  {
    name: 'public-subnets',
    *check({ exposure }, { network }) {
      if (network.publicSubnets.length > 0) return;
      for (const kind of ['loadBalancer', 'ingress'] as const) {
        const { enabled, scheme } = exposure[kind];
        if (!enabled || scheme === 'internal') continue;
        const message =
          'The VPC has no public subnet for it: list them in ' + 'network.existing.publicSubnets, or make it internal.';
        yield { path: ['exposure', kind, 'scheme'], message };
      }
    },
  },
  {
    name: 'security-group-rules',
    *check({ exposure }) {
      for (const kind of ['loadBalancer', 'ingress'] as const) {
        const { enabled, sourceCidrs } = exposure[kind];
        const most = mostRules / listeners[kind];
        if (!enabled || sourceCidrs.length <= most) continue;
        const message =
          `${sourceCidrs.length} ranges on ${listeners[kind]} listeners: a security group takes ${mostRules} rules, ` +
          `so at most ${most} ranges. Join neighbours.`;
        yield { path: ['exposure', kind, 'sourceCidrs'], message };
      }
    },
  },
  {
    name: 'ingress-certificate',
    *check({ exposure: { ingress } }, { aws }) {
      if (!ingress.enabled || ingress.certificateArn) return;
      const path = ['exposure', 'ingress', 'certificateArn'];
      const example = `arn:aws:acm:${aws.region}:${aws.accountId}:certificate/…`;
      yield { path, message: `The ingress needs the ACM certificate of ${ingress.host}: such as ${example}.` };
    },
  },
  {
    name: 'load-balancer-arns',
    *check({ exposure }, { aws }) {
      const arns = [
        { path: ['ingress', 'certificateArn'], what: 'certificate', arn: exposure.ingress.certificateArn },
        { path: ['ingress', 'webAclArn'], what: 'web ACL', arn: exposure.ingress.webAclArn },
        { path: ['loadBalancer', 'certificateArn'], what: 'certificate', arn: exposure.loadBalancer.certificateArn },
      ];
      for (const { path, what, arn } of arns) {
        const [, , , region, account] = arn?.split(':') ?? [];
        const where = { path: ['exposure', ...path] };
        if (account !== undefined && account !== aws.accountId) {
          const ours = `a load balancer takes one of its own, ${aws.accountId}`;
          yield { ...where, message: `The ${what} is of account ${account}: ${ours}.` };
        }
        if (region !== undefined && region !== aws.region) {
          const ours = `a load balancer takes one of its own region, ${aws.region}`;
          yield { ...where, message: `The ${what} is in ${region}: ${ours}.` };
        }
      }
    },
  },
];

/**
 * Rules that AWS's default quota allows a security group. The load balancer controller makes one for each range and
 * listener: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3538
 */
const mostRules = 60;
const listeners = { loadBalancer: 1, ingress: 2 } as const;

/** Exposed Ingresses before this one in the list, with what they say. */
const earlier = ({ workloads }: Environment, index: number) =>
  workloads.slice(0, index).filter(({ exposure }) => exposure.ingress.enabled);

export const sharingRules: readonly Rule[] = [
  {
    name: 'shared-balancer',
    *check(environment) {
      for (const [index, { key, exposure }] of environment.workloads.entries()) {
        const { enabled, group, scheme, sourceCidrs } = exposure.ingress;
        if (!enabled || group === undefined) continue;
        const path = ['workloads', key, 'exposure', 'ingress'];
        const other = earlier(environment, index).find(({ exposure: { ingress } }) => ingress.group === group);
        if (other && other.exposure.ingress.scheme !== scheme) {
          const message = `${key} and ${other.key} share the load balancer ${group}: give both the same scheme.`;
          yield { path: [...path, 'scheme'], message };
        }
        if (other && [...other.exposure.ingress.sourceCidrs].sort().join() !== [...sourceCidrs].sort().join()) {
          const message =
            `${key} and ${other.key} share the load balancer ${group}, ` +
            'which admits whom either admits: give both the same sourceCidrs.';
          yield { path: [...path, 'sourceCidrs'], message };
        }
      }
    },
  },
  {
    name: 'host-on-one-balancer',
    *check(environment) {
      for (const [index, { key, exposure }] of environment.workloads.entries()) {
        const { enabled, group, host } = exposure.ingress;
        if (!enabled) continue;
        const other = earlier(environment, index).find(({ exposure: { ingress } }) => ingress.host === host);
        if (!other || (group !== undefined && other.exposure.ingress.group === group)) continue;
        const message = `${host} is the host of ${other.key} too, and has one load balancer: give both the same group.`;
        yield { path: ['workloads', key, 'exposure', 'ingress', 'group'], message };
      }
    },
  },
];
