import { parse } from 'yaml';
import { hash, hashOnce } from '../base/hash.js';
import { isPlainObject } from '../base/merge.js';
import type { Finding } from '../environment/problem.js';
import type { CopiedFile } from '../render/templates.js';
import type { FolderContent } from '../tree/compare.js';
import { type ChartContent, type ChartHashes, decideChart } from './chart-pin.js';

const prefix = 'chart/';
const metadata = 'Chart.yaml';

export interface SourceChart extends ChartContent {
  readonly files: readonly CopiedFile[];
}

/** Summarises the present content of charts/ml-inference. */
export function sourceChart(files: readonly CopiedFile[]): SourceChart {
  const chartFile = files.find(({ path }) => path === metadata);
  return {
    files,
    version: chartFile && versionIn(chartFile.content),
    hashes: new Map(files.map(({ path, content }) => [path, hashOnce(content)])),
  };
}

export interface PinnedChart {
  readonly files: readonly CopiedFile[];
  readonly findings: readonly Finding[];
}

/** Gives the chart that an environment runs: the one in charts/ if that is its version, else the copy in its folder. */
export function pinnedChart(
  version: string,
  source: SourceChart,
  { disk, owned }: { readonly disk: FolderContent; readonly owned: ReadonlyMap<string, string> },
): PinnedChart {
  const recorded = chartPart(owned);
  const copy = copyIn(disk);
  const { use, findings } = decideChart({ version, source, copy, recorded });
  if (use === 'copy') return { files: [...recorded.keys()].map((path) => copied(disk, path)), findings };
  return { files: use === 'source' ? source.files : [], findings };
}

const chartPart = (hashes: ReadonlyMap<string, string>): ChartHashes =>
  new Map(
    [...hashes].flatMap(([path, digest]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), digest] as const] : [],
    ),
  );

const copied = (disk: FolderContent, path: string): CopiedFile => ({ path, content: disk.read(prefix + path) });

/** Summarises the copy on the disk. It is hashed on demand: most environments run the version in charts/. */
function copyIn(disk: FolderContent): ChartContent | undefined {
  if (!disk.files.has(prefix + metadata)) return undefined;
  return {
    version: versionIn(disk.read(prefix + metadata)),
    get hashes() {
      const paths = [...disk.files].filter((path) => path.startsWith(prefix));
      return new Map(paths.map((path) => [path.slice(prefix.length), hash(disk.read(path))]));
    },
  };
}

/** Reads the version in Chart.yaml. YAML is parsed only where the version isn't on a line in its usual form. */
function versionIn(content: Uint8Array): string | undefined {
  const text = Buffer.from(content).toString('utf8');
  const plain = /^version: ([0-9A-Za-z.+-]+)$/m.exec(text)?.[1];
  if (plain !== undefined) return plain;
  try {
    const chart: unknown = parse(text);
    return isPlainObject(chart) ? String(chart['version']) : undefined;
  } catch {
    return undefined;
  }
}
