import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { expandWorkloads, mergeFiles } from '../../generator/environment/merge-files.js';
import { monitoringNamespace } from '../../generator/environment/names.js';
import { type Environment, resolveEnvironments, type Workload } from '../../generator/environment/resolve.js';
import { environmentSchema } from '../../generator/environment/schema.js';
import { repository } from './helm.js';
import type { Surroundings } from './invariants/invariant.js';

type Values = Readonly<Record<string, unknown>>;

const folder = `${repository}environments/`;
const read = async (file: string): Promise<Values> => parse(await readFile(`${folder}${file}`, 'utf8'));

const defaults = await read('defaults.yaml');
const overrides = await Promise.all(
  (await readdir(folder)).filter((file) => file.endsWith('.yaml') && file !== 'defaults.yaml').map(read),
);

/** Loads the environments that ship, by name, each with its edit merged over its file. */
export function shippedEnvironments(edits: Readonly<Record<string, object>> = {}): Map<string, Environment> {
  const inputs = overrides.map((override) => {
    const merged = mergeFiles(mergeFiles(defaults, override), edits[String(override['name'])] ?? {});
    return environmentSchema.parse(expandWorkloads(merged as Values));
  });
  return new Map(resolveEnvironments(inputs).map((environment) => [environment.name, environment]));
}

/** Gives the facts about a workload and its environment that invariants of the chart's objects need. */
export function surroundingsOf({ network, addons }: Environment, { exposure, name }: Workload): Surroundings {
  const subnets = { 'internet-facing': network.publicSubnets, internal: network.privateSubnets };
  return {
    loadBalancerSubnets: [exposure.loadBalancer, exposure.ingress]
      .filter(({ enabled }) => enabled)
      .flatMap(({ scheme }) => subnets[scheme]),
    monitoringNamespace,
    existingSecrets: addons['external-secrets']?.enabled ? [] : [`${name}-secrets`],
  };
}
