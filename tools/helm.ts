import { kubectlLayer } from './kubectl-layer.js';
import { resolveProgram } from './program.js';

let helm: Promise<string> | undefined;

/**
 * Finds Helm: the one on PATH, or on Linux x64 one that comes by itself from npm.
 *
 * 3.18 is the first that reads the JSON Schema drafts which values.schema.json is written in; Argo CD 3.5 and later
 * render with Helm 4.
 *
 * @returns an absolute path; the same promise each time
 * @throws Error that says what to install
 */
export function resolveHelm(): Promise<string> {
  helm ??= resolveProgram({
    name: 'helm',
    title: 'Helm',
    versionArguments: ['version', '--template', '{{.Version}}'],
    atLeast: [3, 18],
    layer: kubectlLayer,
    install: 'Install Helm: https://helm.sh/docs/intro/install/',
  });
  return helm;
}
