import { parse } from 'yaml';
import { hash, hashOnce } from '../base/hash.js';
import { isPlainObject } from '../base/merge.js';
import type { Finding } from '../environment/problem.js';
import type { Workload } from '../environment/resolve.js';
import type { CopiedFile } from '../render/templates.js';
import type { FolderContent } from '../tree/compare.js';
import { type ChartContent, type ChartHashes, decideChart } from './chart-pin.js';

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

/** An environment's folder as it is. */
export interface ChartHome {
  readonly disk: FolderContent;
  /** Path → hash of the files that were written there. */
  readonly owned: ReadonlyMap<string, string>;
}

/**
 * Picks the chart that a workload runs: the one in charts/ where it names that version, else the copy that is in the
 * folder.
 */
export function pinnedChart({ key, chartVersion }: Workload, source: SourceChart, home: ChartHome): PinnedChart {
  const prefix = folderOf(key, home);
  const recorded = chartPart(prefix, home.owned);
  const copy = copyIn(prefix, home.disk);
  const { use, findings } = decideChart({ version: chartVersion, source, copy, recorded });
  if (use === 'copy') return { files: [...recorded.keys()].map((path) => copied(home.disk, prefix, path)), findings };
  return { files: use === 'source' ? source.files : [], findings };
}

/** Before there were several workloads, the copy of the only one was elsewhere. */
function folderOf(key: string, { disk }: ChartHome): string {
  const folder = `workloads/${key}/chart/`;
  const isOld = key === 'ml-inference' && !disk.files.has(folder + metadata) && disk.files.has(`chart/${metadata}`);
  return isOld ? 'chart/' : folder;
}

const chartPart = (prefix: string, hashes: ReadonlyMap<string, string>): ChartHashes =>
  new Map(
    [...hashes].flatMap(([path, digest]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), digest] as const] : [],
    ),
  );

const copied = (disk: FolderContent, prefix: string, path: string): CopiedFile => ({
  path,
  content: disk.read(prefix + path),
});

/** Hashed only when it is asked for: as a rule the source's version is the one that runs. */
function copyIn(prefix: string, disk: FolderContent): ChartContent | undefined {
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
