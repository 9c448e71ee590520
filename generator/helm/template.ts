import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A chart as files, and what it is rendered with. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  /** Kubernetes version, such as `1.35`. */
  readonly kubeVersion: string;
  /** Path in the chart's folder → text. */
  readonly files: ReadonlyMap<string, string>;
  /** The file of values among them that is laid over the chart's own. */
  readonly valuesFile: string;
}

/** What Helm prints for a release, or what it says when it refuses. */
export type Rendering = { readonly manifests: string } | { readonly refusal: string };

/**
 * Renders a chart with the Helm on PATH.
 * @returns undefined where there is none
 */
export function helmTemplate({ name, namespace, kubeVersion, files, valuesFile }: Release): Rendering | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const options = ['--namespace', namespace, '--kube-version', kubeVersion, '--values', valuesFile, '--skip-tests'];
    const { error, status, stdout, stderr } = spawnSync('helm', ['template', name, '.', ...options], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
    });
    if (error) return undefined;
    return status === 0 ? { manifests: stdout } : { refusal: stderr.trim() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
