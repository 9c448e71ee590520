import type { Model, ModelInput } from '../model/types.js';
import { type Handler, json } from './exchange.js';

/** What the description depends on. */
export interface ApiFacts {
  readonly model: Model;
  readonly maxRows: number;
  readonly version: string;
  readonly needsKey: boolean;
}

type Schema = Readonly<Record<string, unknown>>;

/** GET /openapi.json: the API of this very model, its feature count included. */
export function openApi(facts: ApiFacts): Handler {
  const document = json(describeApi(facts));
  return () => document;
}

function describeApi(facts: ApiFacts): Schema {
  const { model, version, needsKey } = facts;
  const keys = {
    bearer: { type: 'http', scheme: 'bearer' },
    header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  };
  return {
    openapi: '3.1.0',
    info: { title: `Predictions of ${model.name}`, version, description: `Model version ${model.version}.` },
    paths: describePaths(facts),
    components: {
      schemas: describeSchemas(facts),
      ...(needsKey ? { securitySchemes: keys } : {}),
    },
    ...(needsKey ? { security: [{ bearer: [] }, { header: [] }] } : {}),
  };
}

function describePaths({ model }: ApiFacts): Schema {
  const v2 = `/v2/models/${model.name}`;
  return {
    '/predict-single': { post: posting('Predict one row', 'SingleRequest', 'SingleAnswer') },
    '/predict': { post: posting('Predict many rows', 'BatchRequest', 'BatchAnswer') },
    '/model': { get: getting('What the model takes and gives') },
    '/health': { get: open('Whether the service is healthy') },
    '/livez': { get: open('Whether the process answers') },
    '/readyz': { get: open('Whether traffic should be sent here') },
    '/metrics': { get: open('Prometheus metrics, unless they have a port of their own') },
    '/v2': { get: open('Open Inference Protocol: the server') },
    '/v2/health/live': { get: open('Open Inference Protocol: liveness') },
    '/v2/health/ready': { get: open('Open Inference Protocol: readiness') },
    [v2]: { get: getting("Open Inference Protocol: the model's tensors") },
    [`${v2}/ready`]: { get: open('Open Inference Protocol: readiness of the model') },
    [`${v2}/infer`]: { post: posting('Open Inference Protocol: predict', 'InferRequest', 'InferAnswer') },
  };
}

const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const content = (schema: Schema): Schema => ({ 'application/json': { schema } });
const answer = (description: string, schema: Schema): Schema => ({ description, content: content(schema) });
const getting = (summary: string): Schema => ({ summary, responses: { 200: { description: 'OK' } } });
const open = (summary: string): Schema => ({ ...getting(summary), security: [] });

function posting(summary: string, request: string, response: string): Schema {
  const failures = {
    400: 'The request is wrong; the error names the field and the index',
    401: 'The API key is missing or wrong',
    413: 'The body or the number of rows is over the limit',
    415: 'The body is not JSON',
    422: 'The model refuses these values',
    503: 'The queue is full; try again after Retry-After seconds',
  };
  const errors = Object.entries(failures).map(([status, text]) => [status, answer(text, reference('Error'))]);
  return {
    summary,
    requestBody: { required: true, content: content(reference(request)) },
    responses: { 200: answer('The predictions', reference(response)), ...Object.fromEntries(errors) },
  };
}

const object = (properties: Schema, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
});
const array = (items: Schema, limits: Schema = {}): Schema => ({ type: 'array', items, ...limits });

function describeSchemas({ model, maxRows }: ApiFacts): Schema {
  const strict = (properties: Schema): Schema => ({ ...object(properties), additionalProperties: false });
  const named = { model_name: { type: 'string' }, model_version: { type: 'string' } };
  const tensor = {
    name: { type: 'string' },
    shape: array({ type: 'integer' }),
    datatype: { type: 'string' },
    data: array({}),
  };
  const parameters = { type: 'object' };
  return {
    Row: describeRow(model),
    Prediction: object({ prediction: {}, probabilities: {}, outputs: { type: 'object' } }, ['prediction']),
    SingleRequest: strict({ features: reference('Row') }),
    SingleAnswer: { allOf: [reference('Prediction'), object(named)] },
    BatchRequest: strict({ instances: array(reference('Row'), { minItems: 1, maxItems: maxRows }) }),
    BatchAnswer: object({ predictions: array(reference('Prediction')), ...named }),
    InferRequest: object(
      {
        id: { type: 'string' },
        parameters,
        inputs: array(object({ ...tensor, parameters }, Object.keys(tensor))),
        outputs: array(object({ name: { type: 'string' }, parameters }, ['name'])),
      },
      ['inputs'],
    ),
    InferAnswer: object({ ...named, id: { type: 'string' }, outputs: array(object(tensor)) }, [
      'model_name',
      'outputs',
    ]),
    Error: object({ error: { type: 'string' }, field: { type: 'string' }, index: { type: 'integer' } }, ['error']),
  };
}

function describeRow({ inputs, rowWidth }: Model): Schema {
  const limits = { minItems: rowWidth, maxItems: rowWidth };
  const [first] = inputs;
  if (inputs.length === 1 && first !== undefined) return array(cellSchema(first), limits);
  const byName = Object.fromEntries(inputs.map((input) => [input.name, cellSchema(input)]));
  return { anyOf: [{ ...object(byName), additionalProperties: false }, array({}, limits)] };
}

function cellSchema({ type }: ModelInput): Schema {
  if (type.name === 'string' || type.name === 'bool') return { type: type.name === 'bool' ? 'boolean' : 'string' };
  return { type: type.name.startsWith('float') ? 'number' : 'integer', description: type.expected };
}
