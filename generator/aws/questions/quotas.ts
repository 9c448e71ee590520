import { DescribeAddressesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { applicationBalancers } from '../../environment/balancers.js';
import { vCPUsOf } from '../../environment/capacity/nodes.js';
import { natGatewayCount } from '../../environment/network.js';
import type { Environment } from '../../environment/resolve.js';
import { error, type Finding, note, type Question } from './question.js';

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
    const gateways = natGatewayCount(environment.network);
    if (gateways > 0) yield* freeAddresses(gateways, new EC2Client(settings('ec2')), client);
  },
};

const addresses = { service: 'ec2', code: 'L-0263D0A3' };

/** Addresses are few, and others in the account have some. */
async function* freeAddresses(needed: number, ec2: EC2Client, client: ServiceQuotasClient): AsyncIterable<Finding> {
  const { Addresses: used = [] } = await ec2.send(new DescribeAddressesCommand({}));
  const free = (await quotaOf(client, addresses)) - used.length;
  if (free < needed)
    yield note(
      `Elastic IP addresses: ${Math.max(free, 0)} are free, and ${needed} are for NAT gateways, ` +
        "where these aren't there yet.",
    );
}

async function quotaOf(
  client: ServiceQuotasClient,
  { service, code }: Pick<Need, 'service' | 'code'>,
): Promise<number> {
  const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code }));
  return Quota?.Value ?? Number.POSITIVE_INFINITY;
}

const standard = /^[acdhimrtz][0-9]/;
const graphics = /^(g|vt)[0-9]/;

/** AWS counts vCPUs apart by what they are for, and how they are bought. */
const vCPUQuotas = [
  { what: 'vCPUs on demand', code: 'L-1216C47A', capacity: 'on-demand', families: standard },
  { what: 'vCPUs of spot', code: 'L-34B43A08', capacity: 'spot', families: standard },
  { what: 'vCPUs on demand with a GPU', code: 'L-DB2E81BA', capacity: 'on-demand', families: graphics },
  { what: 'vCPUs of spot with a GPU', code: 'L-3819A6DF', capacity: 'spot', families: graphics },
] as const;

function needsOf(environment: Environment): Need[] {
  const { cluster, workloads } = environment;
  const vCPUs = (of: { readonly capacity: 'on-demand' | 'spot'; readonly families: RegExp }) =>
    cluster.nodeGroups
      .filter(({ capacity }) => capacity === of.capacity)
      .map(({ instanceTypes, max }) => {
        const counted = instanceTypes.filter((type) => of.families.test(type));
        return max * Math.max(0, ...counted.map((type) => vCPUsOf(type) ?? 0));
      })
      .reduce((sum, amount) => sum + amount, 0);
  return [
    ...vCPUQuotas.map(({ capacity, families, ...quota }) => ({
      ...quota,
      service: 'ec2',
      amount: vCPUs({ capacity, families }),
    })),
    {
      what: 'Network load balancers',
      service: 'elasticloadbalancing',
      code: 'L-69A177A2',
      amount: workloads.filter(({ exposure }) => exposure.loadBalancer.enabled).length,
    },
    {
      what: 'Application load balancers',
      service: 'elasticloadbalancing',
      code: 'L-53DA6B97',
      amount: applicationBalancers(workloads).length,
    },
  ];
}
