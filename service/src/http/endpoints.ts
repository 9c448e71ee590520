import type { Request } from 'express';
import { RequestError } from '../errors.js';
import type { Batcher } from '../inference/batcher.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Model } from '../model/types.js';
import { docsPage } from './docs-page.js';
import { type Endpoint, GUARDED, OPEN, PREDICTION, PROBE } from './endpoint.js';
import { type Handler, json } from './exchange.js';
import { health, livez, readyz } from './health.js';
import { modelCard } from './model-card.js';
import { type ApiFacts, describeApi } from './openapi.js';
import { admitted, predictMany, predictSingle } from './predict.js';
import { infer, modelMetadata, modelReady, serverLive, serverMetadata, serverReady } from './v2.js';

export interface EndpointSources extends ApiFacts {
  readonly model: Model;
  readonly batcher: Batcher;
  readonly metrics: Metrics;
  readonly isReady: () => boolean;
  readonly maxBodyBytes: number;
  /** Whether the API's port serves /metrics, or a port of its own. */
  readonly servesMetrics: boolean;
}

/** Lists the endpoints of the API. */
export function apiEndpoints(sources: EndpointSources): Endpoint[] {
  const endpoints = [
    ...predictionEndpoints(sources),
    ...healthEndpoints(sources),
    ...(sources.servesMetrics ? [metricsEndpoint(sources)] : []),
    ...openInferenceEndpoints(sources),
    { ...OPEN, route: '/docs', summary: 'This description as a page, to try the API', handler: docsPage },
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
    { ...GUARDED, route: '/model', summary: 'What the model takes and gives', handler: modelCard(model) },
  ];
}

const healthEndpoints = (sources: EndpointSources): Endpoint[] => [
  { ...PROBE, route: '/health', summary: 'Whether the service is healthy', handler: health(sources) },
  ...probeEndpoints(sources),
];

const probeEndpoints = (sources: EndpointSources): Endpoint[] => [
  { ...PROBE, route: '/livez', summary: 'Whether the process answers', handler: livez },
  { ...PROBE, route: '/readyz', summary: 'Whether traffic should be sent here', handler: readyz(sources) },
];

const metricsEndpoint = ({ metrics: { registry } }: EndpointSources): Endpoint => ({
  ...PROBE,
  route: '/metrics',
  summary: 'Prometheus metrics',
  handler: async () => ({ status: 200, body: await registry.metrics(), contentType: registry.contentType }),
});

/** Lists the endpoints of the Open Inference Protocol; those of a model are there with and without its version. */
function openInferenceEndpoints(sources: EndpointSources): Endpoint[] {
  const { model, version, batcher } = sources;
  const about = (subject: string): string => `Open Inference Protocol: ${subject}`;
  const ofModel = (handler: Handler): Handler => onlyThisModel(model, handler);
  const models = ['/v2/models/:model', '/v2/models/:model/versions/:version'];
  return [
    { ...OPEN, route: '/v2', summary: about('the server'), handler: serverMetadata(version) },
    { ...PROBE, route: '/v2/health/live', summary: about('liveness'), handler: serverLive },
    { ...PROBE, route: '/v2/health/ready', summary: about('readiness'), handler: serverReady(sources) },
    ...models.flatMap((route): Endpoint[] => [
      { ...GUARDED, route, summary: about("the model's tensors"), handler: ofModel(modelMetadata(model)) },
      {
        ...OPEN,
        route: `${route}/ready`,
        summary: about('readiness of the model'),
        handler: ofModel(modelReady(sources)),
      },
      {
        ...PREDICTION,
        route: `${route}/infer`,
        summary: about('predict'),
        request: 'InferRequest',
        answer: 'InferAnswer',
        handler: ofModel(admitted(batcher, infer(sources))),
      },
    ]),
  ];
}

/** Makes the endpoint of the API's description, which describes the others and itself. */
function descriptionEndpoint(others: readonly Endpoint[], facts: ApiFacts): Endpoint {
  const endpoint: Endpoint = {
    ...OPEN,
    route: '/openapi.json',
    summary: 'This description',
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
