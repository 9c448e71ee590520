import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { mergeDeep } from '../../generator/base/merge.js';
import { monitoringNamespace } from '../../generator/environment/names.js';
import { type Environment, environmentSchema } from '../../generator/environment/schema.js';
import { repository } from './helm.js';
import type { Surroundings } from './invariants/invariant.js';

const folder = `${repository}environments/`;
const read = async (file: string): Promise<unknown> => parse(await readFile(`${folder}${file}`, 'utf8'));

/** Loads the environments that ship, by name. */
export async function shippedEnvironments(): Promise<Map<string, Environment>> {
  const defaults = await read('defaults.yaml');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml') && file !== 'defaults.yaml');
  const environments = await Promise.all(
    files.map(async (file) => environmentSchema.parse(mergeDeep(defaults, await read(file)))),
  );
  return new Map(environments.map((environment) => [environment.name, environment]));
}

/** Gives the facts about an environment that invariants of the chart's objects need. */
export function surroundingsOf({ exposure, network, addons, workload }: Environment): Surroundings {
  const subnets = { 'internet-facing': network.publicSubnets, internal: network.privateSubnets };
  return {
    loadBalancerSubnets: [exposure.loadBalancer, exposure.ingress]
      .filter(({ enabled }) => enabled)
      .flatMap(({ scheme }) => subnets[scheme]),
    monitoringNamespace,
    existingSecrets: addons['external-secrets']?.enabled ? [] : [`${workload.name}-secrets`],
  };
}
