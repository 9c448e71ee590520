import type { Model } from '../model/types.js';
import { type Endpoint, labelOf } from './endpoint.js';
import { describeSchemas, reference, type Schema, type SchemaFacts } from './schemas.js';

/** The facts that the description depends on, besides the endpoints. */
export interface ApiFacts extends SchemaFacts {
  readonly version: string;
  readonly needsKey: boolean;
}

/** Describes the API of this very model as an OpenAPI document, its feature count included. */
export function describeApi(endpoints: readonly Endpoint[], facts: ApiFacts): Schema {
  const { model, version, needsKey } = facts;
  const keys = {
    bearer: { type: 'http', scheme: 'bearer' },
    header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  };
  return {
    openapi: '3.1.0',
    info: { title: `Predictions of ${model.name}`, version, description: `Model version ${model.version}.` },
    paths: describePaths(endpoints, facts),
    components: {
      schemas: describeSchemas(facts),
      ...(needsKey ? { securitySchemes: keys } : {}),
    },
    ...(needsKey ? { security: [{ bearer: [] }, { header: [] }] } : {}),
  };
}

function describePaths(endpoints: readonly Endpoint[], facts: ApiFacts): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const endpoint of endpoints) {
    const path = pathOf(endpoint, facts.model);
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describeEndpoint(endpoint, facts) };
  }
  return paths;
}

/** Fills in the parameters of a route: this server has one model in one version. */
const pathOf = ({ route }: Endpoint, { name, version }: Model): string =>
  labelOf(route).replace(':model', name).replace(':version', version);

const describeEndpoint = (endpoint: Endpoint, { needsKey }: ApiFacts): Schema => ({
  summary: endpoint.summary,
  ...(endpoint.needsKey ? {} : { security: [] }),
  ...describeBody(endpoint),
  responses: {
    200: { description: 'OK', content: answerContent(endpoint) },
    ...(endpoint.tellsReadiness
      ? { 503: { description: 'No traffic should come', content: answerContent(endpoint) } }
      : {}),
    ...describeFailures(endpoint, needsKey),
  },
});

const JSON_TYPE = 'application/json';
const BINARY = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

function describeBody(endpoint: Endpoint): Schema {
  if (endpoint.method === 'GET' || endpoint.request === undefined) return {};
  const { request, takesBinary } = endpoint;
  const content = { [JSON_TYPE]: { schema: reference(request) }, ...(takesBinary ? BINARY : {}) };
  return { requestBody: { required: true, content } };
}

function answerContent({ answer, takesBinary }: Endpoint): Schema {
  if (answer === 'text/html' || answer === 'text/plain') return { [answer]: { schema: { type: 'string' } } };
  return { [JSON_TYPE]: { schema: reference(answer) }, ...(takesBinary ? BINARY : {}) };
}

const FAILURES: Readonly<Record<number, string>> = {
  400: 'The request is wrong; the error names the field and the index',
  401: 'The API key is missing or wrong',
  408: 'The request took too long to arrive',
  413: 'The body or the number of rows is over the limit',
  415: 'The body is not UTF-8, or compressed in a way that is not taken',
  422: "The model refuses these values, or gives an answer that isn't finite",
  503: 'The request would wait too long, or find no room; try again after Retry-After seconds',
};
const RETRY_AFTER = { 'Retry-After': { schema: { type: 'integer' } } };

function describeFailures(endpoint: Endpoint, needsKey: boolean): Schema {
  const isRead = endpoint.method === 'POST' && endpoint.request !== undefined;
  const statuses = [
    ...(isRead ? [400, 408, 413, 415, 422] : []),
    ...(needsKey && endpoint.needsKey ? [401] : []),
    ...(endpoint.isProbe || endpoint.tellsReadiness ? [] : [503]),
  ];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: FAILURES[status],
        ...(status === 503 ? { headers: RETRY_AFTER } : {}),
        content: { [JSON_TYPE]: { schema: reference('Error') } },
      },
    ]),
  );
}
