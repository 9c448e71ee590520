import { parse } from 'yaml';
import { workloadNames } from '../environment/names.js';
import type { Finding } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { chartValues } from '../render/chart.js';
import type { schemaFindings } from '../render/chart-schema.js';
import type { CopiedFile } from '../render/templates.js';

/** Checks Helm values that workloads state themselves by the schema of the chart that each of them runs. */
export function ownValuesFindings(
  environment: Environment,
  charts: ReadonlyMap<string, readonly CopiedFile[]>,
  check: typeof schemaFindings | undefined,
): Finding[] {
  if (!check) return [];
  return environment.workloads
    .filter(({ values }) => Object.keys(values).length > 0)
    .flatMap((workload) => {
      const files = charts.get(workload.key) ?? [];
      const [schema, defaults] = ['values.schema.json', 'values.yaml'].map((name) => textOf(files, name));
      if (schema === undefined || defaults === undefined) return [];
      const values = chartValues({ environment, workload, names: workloadNames(environment, workload) });
      return check(JSON.parse(schema), parse(defaults), values).map((finding) => ({
        ...finding,
        path: ['workloads', workload.key, 'values', ...finding.path],
      }));
    });
}

function textOf(files: readonly CopiedFile[], name: string): string | undefined {
  const file = files.find(({ path }) => path === name);
  return file && Buffer.from(file.content).toString('utf8');
}
