import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Cluster } from './cluster.js';

export interface Usage {
  readonly cpu: string;
  readonly memory: string;
}

const idle: Usage = { cpu: '20m', memory: '128Mi' };
/** More than the request, so that the autoscaler adds pods. */
export const busy: Usage = { cpu: '1000m', memory: '256Mi' };

const file = (folder: string): string => `${folder}/usage.json`;

/** Says what every pod of the service uses from now on. */
export function setUsage(folder: string, usage: Usage): void {
  writeFileSync(file(folder), JSON.stringify(usage));
}

export function usageIn(folder: string): Usage {
  return existsSync(file(folder)) ? (JSON.parse(readFileSync(file(folder), 'utf8')) as Usage) : idle;
}

/** Reports what every pod of the service uses, as metrics-server would. */
export async function reportUsage(cluster: Cluster, usage: Usage): Promise<void> {
  const pods = (await cluster.list('Pod')).filter(
    ({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === 'api',
  );
  for (const { metadata } of pods) {
    const { name, namespace = '', uid = '', labels = {} } = metadata;
    await cluster.apply({
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'PodMetrics',
      metadata: { name, namespace, labels, ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name, uid }] },
      timestamp: new Date().toISOString(),
      window: '10s',
      containers: [{ name: 'api', usage }],
    });
  }
}
