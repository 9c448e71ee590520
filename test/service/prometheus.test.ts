import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { get, post, ROW, startService, waveCell } from './support/service.js';

/** Reads the program's version; undefined when it isn't on PATH. */
function versionOf(program: string): string | undefined {
  const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /version \S+/.exec(`${stdout}${stderr}`)?.[0];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** Queries of the dashboard and the alerts. */
const QUERIES = [
  'sum by (route, status_code) (rate(http_request_duration_seconds_count[10s])) > 0',
  'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{route="/predict-single"}[10s])))' +
    ' > 0',
  'sum(rate(http_request_duration_seconds_count{status_code=~"4.."}[10s]))' +
    ' / sum(rate(http_request_duration_seconds_count[10s])) > 0',
  'histogram_quantile(0.5, sum by (le) (rate(inference_duration_seconds_bucket[10s]))) > 0',
  'histogram_quantile(0.95, sum by (le) (rate(inference_batch_size_bucket[10s]))) > 0',
  'histogram_quantile(0.95, sum by (le) (rate(inference_queue_wait_seconds_bucket[10s]))) >= 0',
  'inference_queue_depth',
  'sum by (reason) (rate(inference_rejected_total[10s]))',
  'sum by (class) (rate(inference_predictions_total[10s])) > 0',
  'model_info * on () group_left () model_ready == 1',
  'max by (feature) (feature_population_stability_index) > 0.25',
  'nodejs_eventloop_lag_p99_seconds > 0',
  'process_resident_memory_bytes > 1e7',
];

async function startPrometheus(t: ExecutionContext, target: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const port = await freePort();
  const scrape = `{job_name: service, static_configs: [{targets: ['127.0.0.1:${target}']}]}`;
  const config = `global: {scrape_interval: 1s}\nscrape_configs:\n- ${scrape}\n`;
  await writeFile(join(folder, 'prometheus.yml'), config);
  const child = spawn(
    'prometheus',
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  t.teardown(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await rm(folder, { recursive: true });
  });
  return `http://127.0.0.1:${port}`;
}

async function query(prometheus: string, expression: string): Promise<unknown[]> {
  const answer = await get(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`).catch(() => undefined);
  return answer?.status === 200 ? answer.body.data.result : [];
}

type Body = (t: ExecutionContext) => Promise<void>;

/** Declares a test that needs a program. Without it the test is skipped, which is seen and fails in CI. */
function testWith(version: string | undefined, title: string, body: Body): void {
  if (version !== undefined) test(`${title} (${version})`, body);
  else test.skip(`${title} (DID NOT RUN: install Debian's prometheus, or put another on PATH)`, (t) => t.fail());
}

testWith(versionOf('prometheus'), "Prometheus answers the dashboard's queries with data", async (t) => {
  t.timeout(120_000);
  const service = await startService(t);
  const prometheus = await startPrometheus(t, service.port);
  let open = [...QUERIES];
  for (let round = 0; round < 60 && open.length > 0; round++) {
    const instances = Array.from({ length: 60 }, (_, row) => ROW.map((_, column) => waveCell(row, column) * 4));
    await post(`${service.url}/predict`, { instances });
    await Promise.all(instances.map((features) => post(`${service.url}/predict-single`, { features })));
    await post(`${service.url}/predict-single`, {});
    await sleep(1000);
    const answers = await Promise.all(open.map((expression) => query(prometheus, expression)));
    open = open.filter((_, index) => answers[index]?.length === 0);
  }
  t.deepEqual(open, [], 'queries without data');
});

testWith(versionOf('promtool'), 'promtool finds nothing to say about the metrics', async (t) => {
  const service = await startService(t);
  await post(`${service.url}/predict-single`, { features: ROW });
  const child = spawn('promtool', ['check', 'metrics']);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  child.stdin.end((await get(`${service.url}/metrics`)).body);
  const [code] = await once(child, 'close');
  t.is(code, 0, said);
  t.is(said, '');
});
