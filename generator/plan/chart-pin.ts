import type { Finding } from '../environment/problem.js';
import { environmentValuesFile } from '../render/chart.js';

/** Path below the chart's folder → SHA-256 of the file. */
export type ChartHashes = ReadonlyMap<string, string>;

/** A chart as it lies in a folder. */
export interface ChartContent {
  /** `version` of its Chart.yaml; undefined where that can't be read. */
  readonly version: string | undefined;
  readonly hashes: ChartHashes;
}

export interface ChartPin {
  /** The workload's chartVersion. */
  readonly version: string;
  /** charts/ml-inference. */
  readonly source: ChartContent;
  /** rendered/<env>/workloads/<key>/chart as it is on the disk; undefined before the first render. */
  readonly copy: ChartContent | undefined;
  /** What was written there, by the record of owned files. */
  readonly recorded: ChartHashes;
}

/** Which chart belongs into rendered/<env>/workloads/<key>/chart: the one in charts/, or the copy that is there already. */
export type PinDecision =
  | { readonly use: 'source' | 'copy'; readonly findings: readonly [] }
  | { readonly use: 'none'; readonly findings: readonly Finding[] };

const path = ['chartVersion'];
const chart = 'charts/ml-inference';

/**
 * An environment freezes the chart that it runs: an edit to charts/ reaches it when it names the new version, not when somebody merges.
 * So one version has to mean one content, and a copy that others can't check is no copy.
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

/** The environment's values lie in the same folder, and change with every edit of the environment. */
const withoutValues = (hashes: ChartHashes): ChartHashes =>
  new Map([...hashes].filter(([file]) => file !== environmentValuesFile));

/** Files that only one of the two has, or that differ. */
function differences(left: ChartHashes, right: ChartHashes): string[] {
  const files = new Set([...left.keys(), ...withoutValues(right).keys()]);
  return [...files].filter((file) => left.get(file) !== right.get(file)).sort();
}

const some = (files: readonly string[]): string =>
  files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');

const changedWithoutVersion = (version: string, files: readonly string[]) =>
  `${chart} has changed (${some(files)}) and still calls itself ${version}: give it a new version in ${chart}/Chart.yaml, and name that here where it shall run.`;

const unknownVersion = (version: string, source: ChartContent, copy: ChartContent | undefined) =>
  `There is no chart ${version}: ${chart} is ${source.version ?? 'unreadable'}, and ${copy?.version ? `this environment's copy is ${copy.version}` : 'this environment has no copy yet'}. Name one of those.`;

const editedCopy = (version: string, files: readonly string[]) =>
  files.length === 0
    ? `The copy of chart ${version} isn't on record, so nobody can tell whether it is that chart: name the version in ${chart}.`
    : `The copy of chart ${version} was edited by hand (${some(files)}): restore it with git, or name the version in ${chart}.`;
