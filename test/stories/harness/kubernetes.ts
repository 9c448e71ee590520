import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { resolveKubectl } from '../../../tools/kubectl.js';
import { freePorts, type Processes } from './processes.js';

/**
 * Starts etcd, API server, controller manager and scheduler on loopback.
 * @returns the path of a kubeconfig for an administrator
 */
export async function startKubernetes(processes: Processes, programs: string, folder: string): Promise<string> {
  const [etcd, peer, api, manager, scheduler] = await freePorts(5);
  const [token, key] = [randomBytes(24).toString('hex'), `${folder}/service-accounts.key`];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secret = { mode: 0o600 };
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), secret);
  writeFileSync(`${folder}/tokens.csv`, `${token},admin,admin,system:masters\n`, secret);
  const kubeconfig = `${folder}/kubeconfig`;
  writeFileSync(kubeconfig, stringify(kubeconfigOf(`https://127.0.0.1:${api}`, token)), secret);
  const start = (name: string, options: Readonly<Record<string, string | number>>) =>
    processes.start({
      name,
      command: `${programs}/bin/${name}`,
      arguments: Object.entries(options).map(([option, value]) => `--${option}=${value}`),
    });
  start('etcd', {
    'data-dir': `${folder}/etcd`,
    'listen-client-urls': `http://127.0.0.1:${etcd}`,
    'advertise-client-urls': `http://127.0.0.1:${etcd}`,
    'listen-peer-urls': `http://127.0.0.1:${peer}`,
    'initial-advertise-peer-urls': `http://127.0.0.1:${peer}`,
    'initial-cluster': `default=http://127.0.0.1:${peer}`,
    'unsafe-no-fsync': 'true',
  });
  start('kube-apiserver', {
    'etcd-servers': `http://127.0.0.1:${etcd}`,
    'bind-address': '127.0.0.1',
    'advertise-address': '127.0.0.1',
    'endpoint-reconciler-type': 'none',
    'secure-port': String(api),
    'cert-dir': `${folder}/certificates`,
    'authorization-mode': 'RBAC',
    'allow-privileged': 'true',
    'token-auth-file': `${folder}/tokens.csv`,
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': key,
    'service-account-signing-key-file': key,
    'service-cluster-ip-range': '10.96.0.0/16',
  });
  start('kube-controller-manager', {
    kubeconfig,
    'bind-address': '127.0.0.1',
    'secure-port': String(manager),
    'service-account-private-key-file': key,
    'leader-elect': 'false',
    // As everywhere but quicker: nobody wants to watch minutes go by.
    'horizontal-pod-autoscaler-sync-period': '2s',
    'horizontal-pod-autoscaler-initial-readiness-delay': '1s',
    'horizontal-pod-autoscaler-cpu-initialization-period': '1s',
  });
  start('kube-scheduler', {
    kubeconfig,
    'bind-address': '127.0.0.1',
    'secure-port': String(scheduler),
    'leader-elect': 'false',
  });
  return kubeconfig;
}

/**
 * Starts what brings an administrator's credentials to the Kubernetes API.
 * @returns its address
 */
export async function startProxy(processes: Processes, kubeconfig: string): Promise<string> {
  const [port] = await freePorts(1);
  const options = [`--kubeconfig=${kubeconfig}`, '--address=127.0.0.1', `--port=${port}`];
  processes.start({ name: 'proxy', command: await resolveKubectl(), arguments: ['proxy', ...options] });
  return `http://127.0.0.1:${port}`;
}

/** The API server makes its certificate itself, and only loopback leads to it. */
function kubeconfigOf(server: string, token: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'admin' } }],
    'current-context': 'e2e',
  };
}
