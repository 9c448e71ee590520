/**
 * Writes what is known about AWS without asking it: `node build/tools/aws-data.js`. Partitions and regions come from
 * the SDK (npm), instance types from the limits that the VPC resource controller carries (a Go module), their vCPUs and
 * memory from what moto imitates AWS with (PyPI), prices from those that Karpenter falls back to (a Go module).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './folders.js';

const sdk = '@aws-sdk/core';
const controller = 'github.com/aws/amazon-vpc-resource-controller-k8s';
const controllerVersion = 'v1.8.2';
const karpenter = 'github.com/aws/karpenter-provider-aws';
const karpenterVersion = 'v1.14.1';
const moto = 'moto';
const motoVersion = '5.2.5';

interface Partition {
  readonly id: string;
  readonly outputs: { readonly dnsSuffix: string };
  readonly regions: Readonly<Record<string, unknown>>;
}

/** Regions by partition, with the suffix of its host names. */
async function partitions(): Promise<string> {
  const folder = join(repositoryRoot, 'node_modules', sdk);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const times = JSON.parse(run('npm', ['view', sdk, 'time', '--json'])) as Record<string, string>;
  const file = join(folder, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');
  const { partitionsInfo } = (await import(file)) as { partitionsInfo: { partitions: Partition[] } };
  const rows = partitionsInfo.partitions
    // Those of intelligence agencies can't be reached by anybody who would need to be told.
    .filter(({ id }) => !id.startsWith('aws-iso'))
    .map(({ id, outputs, regions }) => {
      const names = Object.keys(regions).filter((region) => !region.endsWith('-global'));
      return `  { name: '${id}', dnsSuffix: '${outputs.dnsSuffix}', regions: ${text(names.sort().join(' '))} },`;
    });
  return [
    `/** Source: the partitions of ${sdk} ${version} on npm. */`,
    `export const regionsKnownOn = '${String(times[version]).slice(0, 10)}';`,
    '',
    'export const partitions: readonly Readonly<Record<"name" | "dnsSuffix" | "regions", string>>[] = [',
    ...rows,
    '];',
  ].join('\n');
}

/** Sizes by family: `large 3 10 2 8192` has 3 network interfaces with 10 addresses each, 2 vCPUs and 8192 MiB. */
function instanceTypes(): string {
  const sizesOf = vCPUsAndMemory();
  const source = readFileSync(join(moduleFolder(controller, controllerVersion), 'pkg/aws/vpc/limits.go'), 'utf8');
  const families = new Map<string, string[]>();
  for (const [, family = '', size = '', body = ''] of source.matchAll(entries)) {
    const number = (name: string) => new RegExp(`${name}: +([0-9]+)`).exec(body)?.[1];
    const sizes = families.get(family) ?? [];
    const shape = [size, number('Interface'), number('IPv4PerInterface'), ...(sizesOf[`${family}.${size}`] ?? [])];
    families.set(family, [...sizes, shape.join(' ')]);
  }
  const date = /generated at ([0-9-]{10})/.exec(source)?.[1];
  return [
    '/**',
    ` * Source: pkg/aws/vpc/limits.go of ${controller} ${controllerVersion}.`,
    ` * vCPUs and memory: ${moto} ${motoVersion} on PyPI.`,
    ' */',
    `export const instanceTypesKnownOn = '${date}';`,
    '',
    '/** `large 3 10 2 8192`: 3 interfaces with 10 addresses each, 2 vCPUs, 8192 MiB. Some lack the last two. */',
    'export const instanceFamilies: Readonly<Record<string, string>> = {',
    ...[...families].sort().map(([family, sizes]) => `  '${family}': ${text(sizes.join(', '))},`),
    '};',
  ].join('\n');
}

/** Number of vCPUs and MiB of memory, by instance type. */
function vCPUsAndMemory(): Readonly<Record<string, readonly [number, number]>> {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-'));
  try {
    run('pip', ['download', '--quiet', '--no-deps', '--dest', folder, `${moto}==${motoVersion}`]);
    return JSON.parse(run('python3', ['-c', readShapes, folder]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const readShapes = `
import glob, gzip, json, sys, zipfile
[wheel] = glob.glob(sys.argv[1] + '/*.whl')
types = json.loads(gzip.decompress(zipfile.ZipFile(wheel).read('moto/ec2/resources/instance_types.json.gz')))
shape = lambda type: [type['VCpuInfo']['DefaultVCpus'], type['MemoryInfo']['SizeInMiB']]
print(json.dumps({name: shape(type) for name, type in types.items()}))
`;

/** On-demand prices in USD an hour, by region and family, of the regions that Karpenter carries. */
function prices(): string {
  const folder = moduleFolder(karpenter, karpenterVersion);
  // Those of China are in another currency.
  const sources = ['aws', 'aws_us_gov'].map((name) =>
    readFileSync(join(folder, `pkg/providers/pricing/zz_generated.pricing_${name}.go`), 'utf8'),
  );
  const date = /generated at ([0-9-]{10})/.exec(sources.join())?.[1];
  const regions = sources.flatMap((source) => [...source.matchAll(/^\t"([a-z0-9-]+)": \{([\s\S]*?)^\t\},/gm)]);
  return [
    `/** Source: pkg/providers/pricing of ${karpenter} ${karpenterVersion}. */`,
    `export const pricesKnownOn = '${date}';`,
    '',
    '/** On-demand prices in USD an hour, by region and family: `large 0.0832`. */',
    'export const onDemandPrices: Readonly<Record<string, Readonly<Record<string, string>>>> = {',
    ...regions.map(([, region, body = '']) => `  '${region}': {\n${pricesOfFamilies(body)}\n  },`),
    '};',
  ].join('\n');
}

function pricesOfFamilies(body: string): string {
  const families = new Map<string, string[]>();
  for (const [, family = '', size, price] of body.matchAll(/"([a-z0-9-]+)\.([a-z0-9-]+)": ([0-9.]+)/g))
    families.set(family, [...(families.get(family) ?? []), `${size} ${Number(price)}`]);
  return [...families]
    .sort()
    .map(([family, sizes]) => `    '${family}': ${text(sizes.join(', '))},`)
    .join('\n');
}

const entries = /^\t"([a-z0-9-]+)\.([a-z0-9-]+)": \{([\s\S]*?)^\t\},/gm;

/** A text of many words, on lines of its own. */
const text = (words: string): string => {
  const lines = words.match(/.{1,100}(, |\s|$)/g) ?? [];
  return lines.map((line) => `'${line}'`).join(' +\n    ');
};

/** Brings a Go module onto this machine, and gives its folder. */
function moduleFolder(module: string, version: string): string {
  const { Dir } = JSON.parse(run('go', ['mod', 'download', '-json', `${module}@${version}`])) as { Dir: string };
  return Dir;
}

const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', cwd: repositoryRoot, env: { ...process.env, GOFLAGS: '-mod=mod' } });

const head = '// Written by tools/aws-data.ts: node build/tools/aws-data.js\n';
const folder = join(repositoryRoot, 'generator/environment/data');
writeFileSync(join(folder, 'regions.ts'), `${head}\n${await partitions()}\n`);
writeFileSync(join(folder, 'instance-types.ts'), `${head}\n${instanceTypes()}\n`);
writeFileSync(join(folder, 'prices.ts'), `${head}\n${prices()}\n`);
execFileSync('npx', ['biome', 'check', '--write', folder], { cwd: repositoryRoot, stdio: 'inherit' });
