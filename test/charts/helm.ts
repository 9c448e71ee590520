import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentValuesFile } from '../../generator/render/chart.js';
import { yamlBlock } from '../../generator/template/yaml.js';
import { resolveHelm } from '../../tools/helm.js';
import { contentsOf, type Keep, keeper } from '../helpers/kept.js';
import { type KubernetesObject, parseObjects } from './objects.js';

/** Path of the repository's root. The tests run from build/test/charts. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url));
export const chartFolder = `${repository}charts/ml-inference`;

/** Helm values that override the chart's defaults. */
export type Values = Readonly<Record<string, unknown>>;

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Helm with these values over the chart's defaults. */
export async function helm(args: readonly string[], values: Values = {}): Promise<Outcome> {
  const env = { ...process.env, GOGC: '400' };
  const child = spawn(await resolveHelm(), [...args, '--values', '-'], { stdio: 'pipe', env });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  child.stdin.end(yamlBlock(values));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { exitCode, ...output };
}

const template = (chart: string) => [
  ...['template', 'ml-inference', chart],
  ...['--namespace', 'ml-inference', '--kube-version', '1.35.0'],
];

let kept: Promise<Keep> | undefined;

/** Keeps Helm's results for as long as the chart, Helm and the readers of its output are the same. */
async function keptByHelm(): Promise<Keep> {
  const helmPath = await resolveHelm();
  const { mtimeMs, size } = statSync(helmPath);
  const readers = [fileURLToPath(new URL('.', import.meta.url)), `${repository}package-lock.json`];
  return keeper('helm', [contentsOf([chartFolder, ...readers]), helmPath, mtimeMs, size]);
}

const keep: Keep = async (input, make) => {
  kept ??= keptByHelm();
  return (await kept)(input, make);
};

/** Renders what Helm would install, as text. */
export const renderText = (values: Values = {}, flags: readonly string[] = []): Promise<string> =>
  keep(['text', values, flags], () => renderedText(values, flags));

/** Renders the objects that Helm would install. */
export const render = (values: Values = {}, flags: readonly string[] = []): Promise<KubernetesObject[]> =>
  keep(['objects', values, flags], () => renderAnew(values, flags));

/** Renders the objects of one release in a namespace, as an Application does. */
export const renderRelease = (release: string, namespace: string, values: Values): Promise<KubernetesObject[]> =>
  keep(['release', release, namespace, values], async () => {
    const target = [release, chartFolder, '--namespace', namespace, '--kube-version', '1.35.0'];
    const { exitCode, stdout, stderr } = await helm(['template', ...target], values);
    if (exitCode !== 0) throw new Error(stderr);
    return parseObjects(stdout);
  });

/** Renders without keeping the result: for values that no other test uses, and tests of Helm itself. */
export const renderAnew = async (values: Values, flags: readonly string[] = []): Promise<KubernetesObject[]> =>
  parseObjects(await renderedText(values, flags));

async function renderedText(values: Values, flags: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await helm([...template(chartFolder), ...flags], values);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

/** Renders the objects of a workload from its copy of the chart, with the values in the same folder. */
export function renderRendered(chartPath: string): Promise<KubernetesObject[]> {
  const chart = `${repository}${chartPath}`;
  return keep(['rendered', chartPath, contentsOf([chart])], async () => {
    const { exitCode, stdout, stderr } = await helm([
      ...template(chart),
      ...['--values', `${chart}/${environmentValuesFile}`],
    ]);
    if (exitCode !== 0) throw new Error(stderr);
    return parseObjects(stdout);
  });
}

/** Gives the message with which Helm refuses these values. */
export const refusal = (values: Values): Promise<string> =>
  keep(['refusal', values], async () => {
    const { exitCode, stderr } = await helm(template(chartFolder), values);
    if (exitCode === 0) throw new Error('the chart took these values');
    return stderr;
  });
