import { mkdirSync } from 'node:fs';
import { pathWithHelm } from '../../helpers/helm.js';
import { freePorts, type Processes } from './processes.js';

/** The namespace of a guest's Applications. */
export const guestNamespace = 'guests';

/** Starts Redis, and Argo CD's repo-server and application controller: processes beside the cluster, not pods in it. */
export async function startArgoCD(
  processes: Processes,
  programs: string,
  redis: string,
  folder: string,
  kubeconfig: string,
): Promise<void> {
  const [redisPort, repository, repositoryMetrics, metrics] = await freePorts(4);
  const places = ['tls', 'ssh', 'gpg', 'plugins', 'tmp', 'home'];
  for (const place of places) mkdirSync(`${folder}/argocd/${place}`, { recursive: true });
  const place = (name: string) => `${folder}/argocd/${name}`;
  processes.start({
    name: 'redis',
    command: redis,
    arguments: ['--bind', '127.0.0.1', '--port', String(redisPort), '--save', '', '--appendonly', 'no'],
  });
  const environment = {
    // The wrappers that Argo CD runs by name, and Helm.
    PATH: `${programs}/bin:${await pathWithHelm()}`,
    HOME: place('home'),
    TMPDIR: place('tmp'),
    KUBECONFIG: kubeconfig,
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: place('tls'),
    ARGOCD_SSH_DATA_PATH: place('ssh'),
    ARGOCD_GPG_DATA_PATH: place('gpg'),
    ARGOCD_PLUGINSOCKFILEPATH: place('plugins'),
  };
  const start = (name: string, options: readonly string[]) =>
    processes.start({
      name,
      command: `${programs}/bin/argocd`,
      arguments: ['--redis', `127.0.0.1:${redisPort}`, ...options],
      environment: { ...environment, ARGOCD_BINARY_NAME: name },
    });
  start('argocd-repo-server', [
    ...['--address', '127.0.0.1', '--port', String(repository)],
    ...['--metrics-address', '127.0.0.1', '--metrics-port', String(repositoryMetrics)],
  ]);
  start('argocd-application-controller', [
    // Where the admins of this Argo CD let a guest have Applications.
    ...['--application-namespaces', guestNamespace],
    ...['--namespace', 'argocd', '--repo-server', `127.0.0.1:${repository}`],
    ...['--metrics-port', String(metrics), '--app-resync', '20', '--app-resync-jitter', '0'],
  ]);
}
