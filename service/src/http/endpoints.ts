import type { Request } from 'express';
import { RequestError } from '../errors.js';
import type { Batcher } from '../inference/batcher.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Model } from '../model/types.js';
import type { BodyLimits } from './body.js';
import { docsPage } from './docs-page.js';
import { type Endpoint, GUARDED, OPEN, PREDICTION, PROBE } from './endpoint.js';
import { type Handler, json } from './exchange.js';
import { health, livez, readyz } from './health.js';
import { modelCard } from './model-card.js';
import { type ApiFacts, describeApi } from './openapi.js';
import { admitted, predictMany, predictSingle } from './predict.js';
import { predictV1 } from './v1.js';
import { infer, modelMetadata, modelReady, serverLive, serverMetadata, serverReady } from './v2.js';
import { listModels, modelConfig, modelStatistics, repositoryIndex } from './v2-about.js';

export interface EndpointSources extends ApiFacts {
  readonly model: Model;
  readonly batcher: Batcher;
  readonly metrics: Metrics;
  readonly isReady: () => boolean;
  readonly bodyLimits: BodyLimits;
  readonly ignoresExtraColumns: boolean;
  /** Whether the API's port serves /metrics, or a port of its own. */
  readonly servesMetrics: boolean;
}

/** Lists the endpoints of the API. */
export function apiEndpoints(sources: EndpointSources): Endpoint[] {
  const endpoints: Endpoint[] = [
    ...predictionEndpoints(sources),
    ...healthEndpoints(sources),
    ...(sources.servesMetrics ? [metricsEndpoint(sources)] : []),
    ...openInferenceEndpoints(sources),
    ...kserveEndpoints(sources),
    {
      ...OPEN,
      route: '/docs',
      summary: 'This description as a page, to try the API',
      answer: 'text/html',
      handler: docsPage,
    },
  ];
  return [...endpoints, descriptionEndpoint(endpoints, sources)];
}

/** Lists the endpoints of METRICS_PORT, which only the cluster reaches. */
export function metricsEndpoints(sources: EndpointSources): Endpoint[] {
  return [metricsEndpoint(sources), ...probeEndpoints(sources)];
}

function predictionEndpoints(sources: EndpointSources): Endpoint[] {
  const { model, batcher } = sources;
  return [
    {
      ...PREDICTION,
      route: '/predict-single',
      summary: 'Predict one row',
      request: 'SingleRequest',
      answer: 'SingleAnswer',
      handler: admitted(batcher, predictSingle(sources)),
    },
    {
      ...PREDICTION,
      route: '/predict',
      summary: 'Predict many rows',
      request: 'BatchRequest',
      answer: 'BatchAnswer',
      handler: admitted(batcher, predictMany(sources)),
    },
    {
      ...GUARDED,
      route: '/model',
      summary: 'What the model takes and gives',
      answer: 'ModelCard',
      handler: modelCard(model),
    },
  ];
}

const healthEndpoints = (sources: EndpointSources): Endpoint[] => [
  {
    ...PROBE,
    route: '/health',
    summary: 'Whether the service is healthy',
    answer: 'Health',
    tellsReadiness: true,
    handler: health(sources),
  },
  ...probeEndpoints(sources),
];

const probeEndpoints = (sources: EndpointSources): Endpoint[] => [
  { ...PROBE, route: '/livez', summary: 'Whether the process answers', answer: 'Status', handler: livez },
  {
    ...PROBE,
    route: '/readyz',
    summary: 'Whether traffic should be sent here',
    answer: 'Status',
    tellsReadiness: true,
    handler: readyz(sources),
  },
];

const metricsEndpoint = ({ metrics: { registry } }: EndpointSources): Endpoint => ({
  ...PROBE,
  route: '/metrics',
  summary: 'Prometheus metrics',
  answer: 'text/plain',
  handler: async () => ({ status: 200, body: await registry.metrics(), contentType: registry.contentType }),
});

/** Lists the endpoints of the Open Inference Protocol; those of a model are there with and without its version. */
function openInferenceEndpoints(sources: EndpointSources): Endpoint[] {
  const { model, version } = sources;
  const models = ['/v2/models/:model', '/v2/models/:model/versions/:version'];
  return [
    { ...OPEN, route: '/v2', summary: about('the server'), answer: 'ServerMetadata', handler: serverMetadata(version) },
    { ...PROBE, route: '/v2/health/live', summary: about('liveness'), answer: 'Live', handler: serverLive },
    {
      ...PROBE,
      route: '/v2/health/ready',
      summary: about('readiness'),
      answer: 'Ready',
      tellsReadiness: true,
      handler: serverReady(sources),
    },
    { ...GUARDED, route: '/v2/models', summary: about('the models'), answer: 'Models', handler: listModels(model) },
    {
      ...PREDICTION,
      route: '/v2/repository/index',
      summary: about('the models with their state'),
      request: undefined,
      answer: 'RepositoryIndex',
      handler: repositoryIndex(sources),
    },
    {
      ...GUARDED,
      route: '/v2/models/stats',
      summary: about('statistics of all models'),
      answer: 'Statistics',
      handler: modelStatistics(sources),
    },
    ...models.flatMap((route) => modelEndpoints(route, sources)),
  ];
}

const about = (subject: string): string => `Open Inference Protocol: ${subject}`;

function modelEndpoints(route: string, sources: EndpointSources): Endpoint[] {
  const { model, batcher, maxRows } = sources;
  const ofModel = (handler: Handler): Handler => onlyThisModel(model, handler);
  return [
    {
      ...GUARDED,
      route,
      summary: about("the model's tensors"),
      answer: 'ModelMetadata',
      handler: ofModel(modelMetadata(model)),
    },
    {
      ...OPEN,
      route: `${route}/ready`,
      summary: about('readiness of the model'),
      answer: 'ModelReady',
      tellsReadiness: true,
      handler: ofModel(modelReady(sources)),
    },
    {
      ...GUARDED,
      route: `${route}/config`,
      summary: about("the model's configuration"),
      answer: 'ModelConfig',
      handler: ofModel(modelConfig(model, maxRows)),
    },
    {
      ...GUARDED,
      route: `${route}/stats`,
      summary: about('statistics of the model'),
      answer: 'Statistics',
      handler: ofModel(modelStatistics(sources)),
    },
    {
      ...PREDICTION,
      route: `${route}/infer`,
      summary: about('predict'),
      request: 'InferRequest',
      answer: 'InferAnswer',
      takesBinary: true,
      handler: ofModel(admitted(batcher, infer(sources))),
    },
  ];
}

/** Lists the endpoints of KServe's first protocol. */
function kserveEndpoints(sources: EndpointSources): Endpoint[] {
  const { model, batcher } = sources;
  const about = (subject: string): string => `KServe V1: ${subject}`;
  return [
    { ...PROBE, route: '/', summary: about('liveness'), answer: 'Status', handler: livez },
    { ...GUARDED, route: '/v1/models', summary: about('the models'), answer: 'Models', handler: listModels(model) },
    {
      ...PREDICTION,
      // Comes before the next one, whose parameter would match it; Express reads a plain colon as a parameter.
      route: '/v1/models/:model\\:predict',
      summary: about('predict'),
      request: 'V1Request',
      answer: 'V1Answer',
      handler: onlyThisModel(model, admitted(batcher, predictV1(sources))),
    },
    {
      ...OPEN,
      route: '/v1/models/:model',
      summary: about('readiness of the model'),
      answer: 'ModelReady',
      tellsReadiness: true,
      handler: onlyThisModel(model, modelReady(sources)),
    },
  ];
}

/** Makes the endpoint of the API's description, which describes the others and itself. */
function descriptionEndpoint(others: readonly Endpoint[], facts: ApiFacts): Endpoint {
  const endpoint: Endpoint = {
    ...OPEN,
    route: '/openapi.json',
    summary: 'This description',
    answer: 'Description',
    handler: () => description,
  };
  const description = json(describeApi([...others, endpoint], facts));
  return endpoint;
}

function onlyThisModel(model: Model, handler: Handler): Handler {
  return (request, response) => {
    const { params } = request as Request;
    if (params['model'] !== model.name)
      throw new RequestError(404, `there is no such model; this server has ${model.name}`);
    if (params['version'] !== undefined && params['version'] !== model.version) {
      throw new RequestError(404, `there is no such version of ${model.name}; this server has ${model.version}`);
    }
    return handler(request, response);
  };
}
