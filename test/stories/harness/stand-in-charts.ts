import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { resolveHelm } from '../../../tools/helm.js';
import { type AddOnChart, addOnCharts } from '../../argocd/addon-charts.js';
import { standInObjects } from './stand-in-objects.js';

const run = promisify(execFile);

/**
 * Packs a chart for each add-on, and offers them as a Helm repository. Each has the version of the real chart and makes
 * the kinds that are recorded of it.
 *
 * @param definitions a folder with custom resource definitions in a folder for each add-on
 */
export async function serveStandInCharts(folder: string, definitions: string, port: number): Promise<Server> {
  const helm = await resolveHelm();
  for (const [key, chart] of Object.entries(addOnCharts)) {
    const source = `${folder}/${chart.chart}`;
    writeChart(source, key, chart);
    if (existsSync(`${definitions}/${key}`)) writeDefinitions(`${definitions}/${key}`, `${source}/crds`);
    await run(helm, ['package', source, '--destination', `${folder}/packed`]);
  }
  await run(helm, ['repo', 'index', `${folder}/packed`, '--url', `http://127.0.0.1:${port}`]);
  return serve(`${folder}/packed`, port);
}

function writeChart(folder: string, key: string, chart: AddOnChart): void {
  mkdirSync(`${folder}/templates`, { recursive: true });
  const { chart: name, version } = chart;
  writeFileSync(`${folder}/Chart.yaml`, stringify({ apiVersion: 'v2', name, version, description: 'A stand-in.' }));
  const objects = standInObjects(key, chart).map((object) => (typeof object === 'string' ? object : stringify(object)));
  writeFileSync(`${folder}/templates/objects.yaml`, objects.join('---\n'));
}

/** The largest definition by far, of a kind that nothing of ours is: a stand-in takes its place. */
const leftOut = 'applicationset-crd.yaml';

/** Copies definitions without their descriptions: Argo CD and the API server read all of each again and again. */
function writeDefinitions(from: string, to: string): void {
  mkdirSync(to);
  for (const file of readdirSync(from).filter((name) => name !== leftOut)) {
    const definition: unknown = parse(readFileSync(`${from}/${file}`, 'utf8'), withoutDescriptions);
    writeFileSync(`${to}/${file}`, stringify(definition));
  }
}

/** A property may be called description; then it is no text. */
const withoutDescriptions = (key: unknown, value: unknown): unknown =>
  key === 'description' && typeof value === 'string' ? undefined : value;

async function serve(folder: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const file = `${folder}/${basename(request.url ?? '')}`;
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return server;
}
