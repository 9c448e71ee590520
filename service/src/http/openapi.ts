import type { Model } from '../model/types.js';
import type { Endpoint, Posting } from './endpoint.js';
import { describeSchemas, reference, type Schema } from './schemas.js';

/** The facts that the description depends on, besides the endpoints. */
export interface ApiFacts {
  readonly model: Model;
  readonly maxRows: number;
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
    paths: describePaths(endpoints, model),
    components: {
      schemas: describeSchemas(facts),
      ...(needsKey ? { securitySchemes: keys } : {}),
    },
    ...(needsKey ? { security: [{ bearer: [] }, { header: [] }] } : {}),
  };
}

function describePaths(endpoints: readonly Endpoint[], model: Model): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const endpoint of endpoints) {
    const path = pathOf(endpoint, model);
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describeEndpoint(endpoint) };
  }
  return paths;
}

/** Fills in the parameters of a route: this server has one model in one version. */
const pathOf = ({ route }: Endpoint, { name, version }: Model): string =>
  route.replace(':model', name).replace(':version', version);

const describeEndpoint = (endpoint: Endpoint): Schema => ({
  summary: endpoint.summary,
  ...(endpoint.needsKey ? {} : { security: [] }),
  ...(endpoint.method === 'POST' ? describeExchange(endpoint) : { responses: { 200: { description: 'OK' } } }),
});

const content = (schema: Schema): Schema => ({ 'application/json': { schema } });
const response = (description: string, schema: Schema): Schema => ({ description, content: content(schema) });

const FAILURES = {
  400: 'The request is wrong; the error names the field and the index',
  401: 'The API key is missing or wrong',
  413: 'The body or the number of rows is over the limit',
  415: 'The body is not JSON',
  422: 'The model refuses these values',
  503: 'The request would wait too long; try again after Retry-After seconds',
};

function describeExchange({ request, answer }: Posting): Schema {
  const failures = Object.entries(FAILURES).map(([status, text]) => [status, response(text, reference('Error'))]);
  return {
    requestBody: { required: true, content: content(reference(request)) },
    responses: { 200: response('The predictions', reference(answer)), ...Object.fromEntries(failures) },
  };
}
