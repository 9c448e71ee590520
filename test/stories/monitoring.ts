import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import {
  ask,
  findTargets,
  type PrometheusRule,
  ports,
  proxyTo,
  type ServiceMonitor,
  scrapeConfiguration,
  startPrometheus,
  startService,
} from './harness/prometheus.js';
import { until } from './harness/until.js';
import { cluster, names, namespace, type Pod, pods, workload, world } from './harness/world.js';

/** Sends bursts of requests, most of which the service turns away with 503. The alert takes two minutes to be sure. */
async function seedFault(signal: AbortSignal): Promise<void> {
  const row = Array.from({ length: 20 }, () => 0.1);
  const body = JSON.stringify({ instances: Array.from({ length: 500 }, () => row) });
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  while (!signal.aborted) {
    const burst = Array.from({ length: 8 }, () => fetch(`http://127.0.0.1:${ports.api}/predict`, request));
    await Promise.all(burst.map(async (answer) => (await answer).text().catch(() => '')));
    await sleep(500);
  }
}

/** Other stories replace the pods meanwhile. */
async function followPods(monitor: ServiceMonitor, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await findTargets(cluster, monitor, folder).catch(() => {});
    await sleep(3000);
  }
}

const folder = `${world.folder}/prometheus`;
const ending = new AbortController();

test.serial(
  '9. Prometheus finds every pod of the service as the ServiceMonitor says, and takes its rules',
  async (t) => {
    const monitor = await cluster.read<ServiceMonitor>('ServiceMonitor', workload.name, namespace);
    const rule = await cluster.read<PrometheusRule>('PrometheusRule', workload.name, namespace);
    mkdirSync(folder);
    await findTargets(cluster, monitor, folder);
    const service = startService(ports.api, ports.metrics);
    const podsDoor = await proxyTo(`http://127.0.0.1:${ports.metrics}`, await metricsPort(), ports.proxy);
    const server = startPrometheus({
      log: `${world.processes}/prometheus.log`,
      folder,
      port: ports.prometheus,
      scrapes: scrapeConfiguration(monitor, `http://127.0.0.1:${ports.proxy}`),
      groups: rule.spec.groups,
    });
    ending.signal.addEventListener('abort', () => {
      podsDoor.close();
      server.kill('SIGKILL');
      service.kill('SIGKILL');
    });
    const expected = (await pods()).map(({ metadata }) => metadata.name).sort();
    const seen = await until('Prometheus has scraped every pod', async () => {
      const up = await ask(`up{job="${names.service}",namespace="${namespace}"} == 1`);
      return up.length === expected.length && up.map(({ metric }) => metric['pod']).sort();
    });
    t.deepEqual(seen, expected);
    const { data } = (await (await fetch(`http://127.0.0.1:${ports.prometheus}/api/v1/rules`)).json()) as Rules;
    t.is(data.groups.length, rule.spec.groups.length);
    t.deepEqual(
      data.groups.flatMap(({ rules }) => rules).filter(({ lastError }) => lastError !== undefined),
      [],
    );
    seedFault(ending.signal).catch(() => {});
    followPods(monitor, ending.signal).catch(() => {});
  },
);

test.after.always('end Prometheus and the service', () => ending.abort());

interface Rules {
  readonly data: {
    readonly groups: readonly { readonly rules: readonly { readonly lastError?: string }[] }[];
  };
}

type PodWithPorts = Pod & {
  readonly spec: {
    readonly containers: readonly {
      readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    }[];
  };
};

async function metricsPort(): Promise<number> {
  const [pod] = await cluster.list<PodWithPorts>('Pod', namespace);
  return pod?.spec.containers[0]?.ports.find(({ name }) => name === 'metrics')?.containerPort ?? 0;
}
