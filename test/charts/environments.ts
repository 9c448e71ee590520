import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { expandWorkloads, mergeFiles } from '../../generator/environment/merge-files.js';
import { monitoringNamespace } from '../../generator/environment/names.js';
import { type Environment, resolveEnvironments, type Workload } from '../../generator/environment/resolve.js';
import { type EnvironmentInput, environmentSchema } from '../../generator/environment/schema.js';
import { repository } from './helm.js';
import type { Surroundings } from './invariants/invariant.js';

type Values = Readonly<Record<string, unknown>>;

const folder = `${repository}environments/`;
const read = async (file: string): Promise<Values> => parse(await readFile(`${folder}${file}`, 'utf8'));

const defaults = await read('defaults.yaml');
const overrides = await Promise.all(
  (await readdir(folder)).filter((file) => file.endsWith('.yaml') && file !== 'defaults.yaml').map(read),
);

type Edits = Readonly<Record<string, object>>;

/** Loads the environments that ship as one file could state each, by name, with its edit merged over its file. */
export const shippedInputs = (edits: Edits = {}): Map<string, EnvironmentInput> =>
  new Map(
    overrides.map((override) => {
      const name = String(override['name']);
      const files = [defaults, override, (edits[name] ?? {}) as Values];
      const merged = files.reduce<unknown>((under, over) => mergeFiles(under, over), {});
      return [name, environmentSchema.parse(expandWorkloads(merged as Values, files))];
    }),
  );

/** Loads the environments that ship, by name, each with its edit merged over its file. */
export function shippedEnvironments(edits: Edits = {}): Map<string, Environment> {
  const resolved = resolveEnvironments([...shippedInputs(edits).values()]);
  return new Map(resolved.map((environment) => [environment.name, environment]));
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
