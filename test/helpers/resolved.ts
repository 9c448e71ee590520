import { expandWorkloads } from '../../generator/environment/merge-files.js';
import { type Environment, resolveEnvironments, type Workload } from '../../generator/environment/resolve.js';
import { environmentSchema } from '../../generator/environment/schema.js';

/** Resolves an environment that is stated whole, beside no other. */
export function resolved(input: object): Environment {
  const [environment] = resolveEnvironments([
    environmentSchema.parse(expandWorkloads(input as Record<string, unknown>)),
  ]);
  return environment as Environment;
}

/** Gives the only workload of an environment. */
export function onlyWorkload({ name, workloads }: Pick<Environment, 'name' | 'workloads'>): Workload {
  const [workload, ...others] = workloads;
  if (!workload || others.length > 0) throw new Error(`${name} has ${workloads.length} workloads.`);
  return workload;
}
