import { hasAddOn } from '../../environment/addons.js';
import { podsThatFit } from '../../environment/capacity/pods-that-fit.js';
import { type Names, workloadNames } from '../../environment/names.js';
import type { Environment, Workload } from '../../environment/resolve.js';
import { ownSecretNames, remoteKey } from '../../environment/secrets.js';

interface Surroundings {
  readonly environment: Environment;
  readonly names: Names;
}

/** Builds the values of one workload that the templates in runbook/ can use. A field that it leaves out is null. */
export function workloadView({ environment, names: { paths } }: Surroundings, workload: Workload) {
  const names = workloadNames(environment, workload);
  const { exposure, image, key, name, namespace, secrets } = workload;
  return {
    ...workload,
    names,
    model: workload.model ? modelView(environment, workload.model) : null,
    // Name of a load balancer that workloads share.
    group: exposure.ingress.group ?? null,
    ingressURL: `https://${exposure.ingress.host}${exposure.ingress.path.replace(/\/$/, '')}`,
    networkPort: networkPort(exposure.loadBalancer),
    imageURL: `${names.imageRepositoryURL}:${image.tag}`,
    kubectlHere: ['kubectl', '--context', environment.cluster.name, '--namespace', namespace],
    secretIds: ownSecretNames(workload).map((secret) => ({
      key,
      name: secret,
      id: `${names.secretsPrefix}/${secret}`,
    })),
    existingSecrets: secrets
      .filter(({ name: own }) => own === undefined)
      .map((secret) => ({ source: remoteKey(secret, ''), variable: secret.variable })),
    // Named as in the chart's templates, which make the Secret that pods mount.
    secretName: `${name}-secrets`,
    alerts: `${names.chartPath.slice(paths.root.length + 1)}/ALERTS.md`,
    podsThatFit: podsThatFit(environment, workload) ?? null,
    has: features(environment, workload),
  };
}

const modelView = ({ aws }: Environment, model: NonNullable<Workload['model']>) => ({
  ...model,
  region: model.region ?? aws.region,
  fileName: model.key.slice(model.key.lastIndexOf('/') + 1),
  files: model.files ?? [],
});

/** Port of the network load balancer, and what it speaks there. */
export const networkPort = ({ certificateArn }: Workload['exposure']['loadBalancer']): string =>
  certificateArn ? '443 (TLS)' : '80';

export type WorkloadView = ReturnType<typeof workloadView>;

function features(environment: Environment, { exposure, secrets }: Workload) {
  const { ingress, loadBalancer } = exposure;
  const isPublic = ({ enabled, scheme }: { enabled: boolean; scheme: string }) =>
    enabled && scheme === 'internet-facing';
  return {
    loadBalancer: loadBalancer.enabled,
    publicLoadBalancer: isPublic(loadBalancer),
    networkTLS: loadBalancer.certificateArn !== undefined,
    ingress: ingress.enabled,
    anyLoadBalancer: loadBalancer.enabled || ingress.enabled,
    publicIngress: isPublic(ingress),
    publicAddress: isPublic(loadBalancer) || isPublic(ingress),
    apiKeys: secrets.some(({ variable }) => variable === 'API_KEYS'),
    externalSecrets: hasAddOn(environment, 'external-secrets') && secrets.length > 0,
  };
}

/** Lists the images that the workloads run, each once. */
export function imagesOf(workloads: readonly WorkloadView[]) {
  const images = workloads.map(({ image, imageURL, names: { imageRepositoryURL } }) => ({
    repository: image.repository,
    tag: image.tag,
    digest: image.digest ?? null,
    url: imageURL,
    pulled: image.digest ? `${imageRepositoryURL}@${image.digest}` : imageURL,
    host: imageRepositoryURL.slice(0, imageRepositoryURL.indexOf('/')),
  }));
  return [...new Map(images.map((image) => [`${image.repository}@${image.digest ?? image.tag}`, image])).values()];
}
