import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { KubernetesObject } from './cluster.js';
import { context } from './context.js';

const [prometheus = 0, api = 0, metrics = 0, proxy = 0] = context().ports;

/** Where Prometheus, the service, its metrics and the way to them listen. */
export const ports = { prometheus, api, metrics, proxy };

interface Result {
  readonly metric: Readonly<Record<string, string>>;
}

/** Asks Prometheus. */
export async function ask(query: string): Promise<readonly Result[]> {
  const answer = await fetch(`http://127.0.0.1:${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`);
  return ((await answer.json()) as { data: { result: Result[] } }).data.result;
}

export interface ServiceMonitor extends KubernetesObject {
  readonly spec: {
    readonly namespaceSelector: { readonly matchNames: readonly string[] };
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly endpoints: readonly { readonly port: string; readonly path: string; readonly interval: string }[];
  };
}

export interface PrometheusRule extends KubernetesObject {
  readonly spec: { readonly groups: readonly object[] };
}

/**
 * What the Prometheus operator makes of a ServiceMonitor: it finds the endpoints of the Services by their labels through the Kubernetes API.
 *
 * @param proxy leads from a pod's address to the process that stands behind it
 */
export function scrapeConfiguration({ spec }: ServiceMonitor, api: string, proxy: string): object[] {
  const labels = Object.entries(spec.selector.matchLabels).map(([label, value]) => ({
    action: 'keep',
    source_labels: [`__meta_kubernetes_service_label_${label.replaceAll(/[^A-Za-z0-9]/g, '_')}`],
    regex: value,
  }));
  const copy = (source: string, target: string) => ({ source_labels: [source], target_label: target });
  return spec.endpoints.map(({ port, path, interval }, index) => ({
    job_name: `monitor-${index}`,
    metrics_path: path,
    scrape_interval: interval,
    scrape_timeout: '10s',
    proxy_url: proxy,
    kubernetes_sd_configs: [
      { role: 'endpointslice', api_server: api, namespaces: { names: spec.namespaceSelector.matchNames } },
    ],
    relabel_configs: [
      ...labels,
      { action: 'keep', source_labels: ['__meta_kubernetes_endpointslice_port_name'], regex: port },
      copy('__meta_kubernetes_namespace', 'namespace'),
      copy('__meta_kubernetes_service_name', 'service'),
      copy('__meta_kubernetes_service_name', 'job'),
      copy('__meta_kubernetes_pod_name', 'pod'),
    ],
  }));
}

export interface Site {
  readonly folder: string;
  readonly port: number;
  readonly scrapes: readonly object[];
  readonly groups: readonly object[];
}

/** Starts a real Prometheus. @throws Error from the child when Debian's package isn't there */
export function startPrometheus({ folder, port, scrapes, groups }: Site): ChildProcess {
  mkdirSync(folder);
  writeFileSync(`${folder}/rules.yaml`, stringify({ groups }));
  const configuration = { global: { evaluation_interval: '5s' }, rule_files: ['rules.yaml'], scrape_configs: scrapes };
  writeFileSync(`${folder}/prometheus.yaml`, stringify(configuration));
  const options = [
    `--config.file=${folder}/prometheus.yaml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  return spawn('prometheus', options, { stdio: 'ignore' });
}

/** Starts the service as it ships, with a queue so short that a handful of requests at once is too much for it. */
export function startService(port: number, metricsPort: number): ChildProcess {
  const main = fileURLToPath(new URL('../../../../service/build/main.js', import.meta.url));
  const environment = {
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    QUEUE_LIMIT: '1',
    N_ESTIMATORS: '5',
  };
  return spawn(process.execPath, [main], { stdio: 'ignore', env: { PATH: process.env['PATH'], ...environment } });
}

/** An HTTP proxy that answers for one port of every pod with what the real process says; other ports lead nowhere. */
export async function proxyTo(process: string, podPort: number, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '');
    if (asked.port !== String(podPort)) return void response.writeHead(502).end();
    fetch(`${process}${asked.pathname}`)
      .then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end(await answer.text());
      })
      .catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return server;
}
