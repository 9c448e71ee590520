import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Rendering } from './template.js';

/** A chart of a repository, and what it is rendered with. */
export interface PublishedRelease {
  readonly name: string;
  readonly namespace: string;
  /** Kubernetes version, such as `1.35`. */
  readonly kubeVersion: string;
  /** URL of a Helm repository; without a scheme, an OCI registry. */
  readonly repoURL: string;
  readonly chart: string;
  readonly version: string;
  readonly values: unknown;
}

/** Five minutes: a large chart from a slow mirror. */
const timeout = 300_000;

/**
 * Renders a published chart with the Helm on PATH, from Helm's cache where its archive is there.
 * @returns undefined where there is no Helm
 */
export function helmTemplatePublished(release: PublishedRelease): Rendering | undefined {
  const cache = spawnSync('helm', ['env', 'HELM_REPOSITORY_CACHE'], { encoding: 'utf8' });
  if (cache.error) return undefined;
  const archive = join(cache.stdout.trim(), `${release.chart}-${release.version}.tgz`);
  const source = existsSync(archive) ? [archive] : sourceOf(release);
  const options = [
    ...['--namespace', release.namespace, '--kube-version', release.kubeVersion],
    ...['--include-crds', '--skip-tests', '--values', '-'],
  ];
  const { error, status, stdout, stderr } = spawnSync('helm', ['template', release.name, ...source, ...options], {
    input: JSON.stringify(release.values ?? {}),
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
    timeout,
  });
  if (error) return { refusal: error.message };
  return status === 0 ? { manifests: stdout } : { refusal: stderr.trim() };
}

const sourceOf = ({ repoURL, chart, version }: PublishedRelease): string[] =>
  repoURL.includes('://')
    ? [chart, '--repo', repoURL, '--version', version]
    : [`oci://${repoURL}/${chart}`, '--version', version];
