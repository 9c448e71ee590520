import type { Finding } from '../environment/problem.js';
import { environmentValuesFile } from '../render/chart.js';

/** SHA-256 of each file of a chart, by its path in the chart's folder. */
export type ChartHashes = ReadonlyMap<string, string>;

/** The content of a folder that holds a chart. */
export interface ChartContent {
  /** `version` in its Chart.yaml; undefined where that can't be read. */
  readonly version: string | undefined;
  readonly hashes: ChartHashes;
}

export interface ChartPin {
  /** The workload's chartVersion. */
  readonly version: string;
  /** The content of charts/ml-inference. */
  readonly source: ChartContent;
  /** rendered/<env>/workloads/<key>/chart as it is on the disk; undefined before the first render. */
  readonly copy: ChartContent | undefined;
  /** Hashes of the files that render wrote there, from the manifest of the folder. */
  readonly recorded: ChartHashes;
}

/**
 * Which chart belongs into rendered/<env>/workloads/<key>/chart: the one in charts/, or the copy that is there
 * already.
 */
export type PinDecision =
  | { readonly use: 'source' | 'copy'; readonly findings: readonly [] }
  | { readonly use: 'none'; readonly findings: readonly Finding[] };

const path = ['chartVersion'];
const chart = 'charts/ml-inference';

/**
 * Decides which chart an environment runs. An edit of charts/ must reach an environment only when the environment names
 * the new version, not when the edit is merged. So a version must always mean the same content, and a copy is used only
 * where the manifest proves that it is unchanged.
 */
export function decideChart({ version, source, copy, recorded }: ChartPin): PinDecision {
  const written = withoutValues(recorded);
  if (version === source.version) {
    const isRunning = copy?.version === version && written.size > 0;
    const changed = isRunning ? differences(written, source.hashes) : [];
    return changed.length === 0 ? use('source') : refuse('chart-changed', changedWithoutVersion(version, changed));
  }
  if (copy?.version !== version) return refuse('chart-version', unknownVersion(version, source, copy));
  const edited = differences(written, copy.hashes).filter((file) => written.has(file));
  return edited.length === 0 && written.size > 0 ? use('copy') : refuse('chart-edited', editedCopy(version, edited));
}

const use = (which: 'source' | 'copy'): PinDecision => ({ use: which, findings: [] });

const refuse = (rule: string, message: string): PinDecision => ({
  use: 'none',
  findings: [{ severity: 'error', rule, path, message }],
});

/** Leaves out the environment's values: they are in the same folder, and change with every edit of the environment. */
const withoutValues = (hashes: ChartHashes): ChartHashes =>
  new Map([...hashes].filter(([file]) => file !== environmentValuesFile));

/** Lists the files that differ, or that only one of the two charts has. */
function differences(left: ChartHashes, right: ChartHashes): string[] {
  const files = new Set([...left.keys(), ...withoutValues(right).keys()]);
  return [...files].filter((file) => left.get(file) !== right.get(file)).sort();
}

const some = (files: readonly string[]): string =>
  files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');

const changedWithoutVersion = (version: string, files: readonly string[]) =>
  `${chart} has changed (${some(files)}) and still calls itself ${version}: ` +
  `give it a new version in ${chart}/Chart.yaml, and name that here where it shall run.`;

function unknownVersion(version: string, source: ChartContent, copy: ChartContent | undefined): string {
  const copied = copy?.version ? `this environment's copy is ${copy.version}` : 'this environment has no copy yet';
  const current = source.version ?? 'unreadable';
  return `There is no chart ${version}: ${chart} is ${current}, and ${copied}. Name one of those.`;
}

const editedCopy = (version: string, files: readonly string[]) =>
  files.length === 0
    ? `The copy of chart ${version} isn't on record, so nobody can tell whether it is that chart: ` +
      `name the version in ${chart}.`
    : `The copy of chart ${version} was edited by hand (${some(files)}): ` +
      `restore it with git, or name the version in ${chart}.`;
