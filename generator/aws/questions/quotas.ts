import { DescribeAddressesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { vCPUsOf } from '../../environment/capacity/nodes.js';
import type { Environment } from '../../environment/resolve.js';
import { error, type Finding, note, type Question, type SettingsOf } from './question.js';

interface Need {
  readonly what: string;
  readonly service: string;
  /** As AWS numbers its quotas. */
  readonly code: string;
  readonly amount: number;
}

/** Whether the account's quotas hold what the environment needs at its most. What others use of them isn't known. */
export const quotas: Question = {
  name: 'quotas',
  async *ask(environment, settings) {
    const client = new ServiceQuotasClient(settings('servicequotas'));
    const { region } = environment.aws;
    for (const { what, service, code, amount } of needsOf(environment)) {
      if (amount === 0) continue;
      const quota = await quotaOf(client, { service, code });
      if (amount <= quota) continue;
      yield error(
        `${what}: it needs up to ${amount}, and the account may have ${quota}: aws service-quotas ` +
          `request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} ` +
          `--desired-value ${amount}`,
      );
    }
    const gateways = gatewaysOf(environment);
    if (gateways > 0) yield* freeAddresses(gateways, settings);
  },
};

const addresses = { service: 'ec2', code: 'L-0263D0A3' };

const gatewaysOf = ({ network }: Environment): number =>
  ({ none: 0, single: 1, 'one-per-az': network.availabilityZones.length })[network.natGateways];

/** Addresses are few, and others in the account have some. */
async function* freeAddresses(needed: number, settings: SettingsOf): AsyncIterable<Finding> {
  const { Addresses: used = [] } = await new EC2Client(settings('ec2')).send(new DescribeAddressesCommand({}));
  const free = (await quotaOf(new ServiceQuotasClient(settings('servicequotas')), addresses)) - used.length;
  if (free < needed)
    yield note(
      `Elastic IP addresses: ${Math.max(free, 0)} are free, and ${needed} are for NAT gateways, where these aren't there yet.`,
    );
}

async function quotaOf(
  client: ServiceQuotasClient,
  { service, code }: Pick<Need, 'service' | 'code'>,
): Promise<number> {
  const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code }));
  return Quota?.Value ?? Number.POSITIVE_INFINITY;
}

function needsOf(environment: Environment): Need[] {
  const { cluster, workloads } = environment;
  const vCPUs = (capacity: 'on-demand' | 'spot') =>
    cluster.nodeGroups
      .filter((group) => group.capacity === capacity)
      .reduce(
        (sum, { instanceTypes, max }) => sum + max * Math.max(...instanceTypes.map((type) => vCPUsOf(type) ?? 0)),
        0,
      );
  const ingresses = new Set(
    workloads
      .filter(({ exposure }) => exposure.ingress.enabled)
      .map(({ key, exposure }) => exposure.ingress.group ?? `/${key}`),
  );
  return [
    { what: 'vCPUs on demand', service: 'ec2', code: 'L-1216C47A', amount: vCPUs('on-demand') },
    { what: 'vCPUs of spot', service: 'ec2', code: 'L-34B43A08', amount: vCPUs('spot') },
    {
      what: 'Network load balancers',
      service: 'elasticloadbalancing',
      code: 'L-69A177A2',
      amount: workloads.filter(({ exposure }) => exposure.loadBalancer.enabled).length,
    },
    { what: 'Application load balancers', service: 'elasticloadbalancing', code: 'L-53DA6B97', amount: ingresses.size },
  ];
}
