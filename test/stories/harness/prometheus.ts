import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { Cluster, KubernetesObject } from './cluster.js';
import { world } from './world.js';

const [prometheus = 0, api = 0, metrics = 0, proxy = 0] = world.ports;

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

/** Where Prometheus looks for what to scrape: a file, since Debian's doesn't know the Kubernetes API. */
const targetFile = 'targets.json';

/**
 * What the Prometheus operator makes of a ServiceMonitor.
 *
 * @param proxy leads from a pod's address to the process that stands behind it
 */
export const scrapeConfiguration = ({ spec }: ServiceMonitor, proxy: string): object[] =>
  spec.endpoints.map(({ port, path, interval }) => ({
    job_name: port,
    metrics_path: path,
    scrape_interval: interval,
    scrape_timeout: '10s',
    proxy_url: proxy,
    file_sd_configs: [{ files: [targetFile], refresh_interval: '5s' }],
    relabel_configs: [{ action: 'keep', source_labels: ['endpoint'], regex: port }],
  }));

type EndpointSlice = KubernetesObject & {
  readonly ports?: readonly { readonly name: string; readonly port: number }[] | null;
  readonly endpoints?: readonly {
    readonly addresses: readonly string[];
    readonly targetRef?: { readonly name: string };
  }[];
};

/** Writes down the endpoints of the Services that a ServiceMonitor selects, by their ports' names. */
export async function findTargets(cluster: Cluster, { spec }: ServiceMonitor, folder: string): Promise<void> {
  const targets: object[] = [];
  for (const namespace of spec.namespaceSelector.matchNames) {
    const services = (await cluster.list('Service', namespace)).filter(({ metadata }) =>
      Object.entries(spec.selector.matchLabels).every(([label, value]) => metadata.labels?.[label] === value),
    );
    const slices = await cluster.list<EndpointSlice>('EndpointSlice', namespace);
    for (const { metadata } of services) {
      const own = slices.filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name);
      targets.push(
        ...own.flatMap((slice) => targetsOf(slice, { namespace, job: metadata.name, service: metadata.name })),
      );
    }
  }
  writeFileSync(`${folder}/${targetFile}`, JSON.stringify(targets));
}

const targetsOf = ({ ports, endpoints }: EndpointSlice, labels: object): object[] =>
  (ports ?? []).flatMap(({ name, port }) =>
    (endpoints ?? []).map(({ addresses, targetRef }) => ({
      targets: [`${addresses[0]}:${port}`],
      labels: { ...labels, endpoint: name, pod: targetRef?.name ?? '' },
    })),
  );

export interface Site {
  /** For its log. */
  readonly log: string;
  readonly folder: string;
  readonly port: number;
  readonly scrapes: readonly object[];
  readonly groups: readonly object[];
}

/** Starts a real Prometheus. @throws Error from the child when Debian's package isn't there */
export function startPrometheus({ log, folder, port, scrapes, groups }: Site): ChildProcess {
  writeFileSync(`${folder}/rules.yaml`, stringify({ groups }));
  const configuration = { global: { evaluation_interval: '5s' }, rule_files: ['rules.yaml'], scrape_configs: scrapes };
  writeFileSync(`${folder}/prometheus.yaml`, stringify(configuration));
  const options = [
    `--config.file=${folder}/prometheus.yaml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const output = openSync(log, 'w');
  const child = spawn('prometheus', options, { stdio: ['ignore', output, output] });
  closeSync(output);
  return child;
}

/** Starts the service as it ships, with a limit so short that some large requests at once are too much for it. */
export function startService(port: number, metricsPort: number): ChildProcess {
  const main = fileURLToPath(new URL('../../../../service/build/main.js', import.meta.url));
  const environment = {
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    MAX_QUEUE_SECONDS: '0.001',
    MODEL_DEFAULT: 'allowed',
    N_ESTIMATORS: '50',
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
