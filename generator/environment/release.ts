import type { Edit } from './edit.js';
import type { Workload } from './resolve.js';

/** Fields of a workload that make its release. */
const fields = [['chartVersion'], ['image', 'repository'], ['image', 'tag'], ['image', 'digest'], ['model']] as const;

/**
 * Lists what has to be written so that one workload runs the release of another.
 * @param config variables that belong to the release
 */
export function releaseEdits(from: Workload, to: Workload, config: readonly string[]): Edit[] {
  const paths = [...fields, ...config.map((variable) => ['config', variable] as const)];
  return paths.flatMap((path): Edit[] => {
    const [wanted, given] = [from, to].map((workload) => valueIn(workload, path));
    if (JSON.stringify(wanted) === JSON.stringify(given)) return [];
    return [{ path: ['workloads', to.key, ...path], value: wanted ?? null }];
  });
}

const valueIn = (workload: Workload, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], workload);
