import type { Model, ModelInput } from '../model/types.js';

/** A JSON schema, or a part of an OpenAPI document. */
export type Schema = Readonly<Record<string, unknown>>;

export type SchemaName = keyof ReturnType<typeof describeSchemas>;

/** Refers to a schema of the document. */
export const reference = (name: SchemaName): Schema => refer(name);
const refer = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const object = (properties: Schema, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
});
const strict = (properties: Schema): Schema => ({ ...object(properties), additionalProperties: false });
const array = (items: Schema, limits: Schema = {}): Schema => ({ type: 'array', items, ...limits });

const MODEL = { model_name: { type: 'string' }, model_version: { type: 'string' } };
const PARAMETERS = { type: 'object' };
const TENSOR = {
  name: { type: 'string' },
  shape: array({ type: 'integer' }),
  datatype: { type: 'string' },
  data: array({}),
};

/** Describes the bodies and the answers of the API of this model. */
export function describeSchemas({ model, maxRows }: { readonly model: Model; readonly maxRows: number }) {
  return {
    Row: describeRow(model),
    Prediction: object(
      {
        prediction: {},
        probabilities: {},
        scores: {},
        distances: {},
        outputs: { type: 'object' },
        error: { type: 'string' },
      },
      ['prediction'],
    ),
    SingleRequest: strict({ features: refer('Row') }),
    SingleAnswer: { allOf: [refer('Prediction'), object(MODEL)] },
    BatchRequest: strict({ instances: array(refer('Row'), { minItems: 1, maxItems: maxRows }) }),
    BatchAnswer: object({ predictions: array(refer('Prediction')), ...MODEL }),
    InferRequest: object(
      {
        id: { type: 'string' },
        parameters: PARAMETERS,
        inputs: array(object({ ...TENSOR, parameters: PARAMETERS }, Object.keys(TENSOR))),
        outputs: array(object({ name: { type: 'string' }, parameters: PARAMETERS }, ['name'])),
      },
      ['inputs'],
    ),
    InferAnswer: object({ ...MODEL, id: { type: 'string' }, outputs: array(object(TENSOR)) }, [
      'model_name',
      'outputs',
    ]),
    Error: object({ error: { type: 'string' }, field: { type: 'string' }, index: { type: 'integer' } }, ['error']),
  };
}

function describeRow({ inputs, rowWidth }: Model): Schema {
  const limits = { minItems: rowWidth, maxItems: rowWidth };
  const [first] = inputs;
  if (inputs.length === 1 && first !== undefined) return array(describeCell(first), limits);
  const byName = Object.fromEntries(inputs.map((input) => [input.name, describeCell(input)]));
  return { anyOf: [strict(byName), array({}, limits)] };
}

function describeCell({ type }: ModelInput): Schema {
  if (type.name === 'string' || type.name === 'bool') return { type: type.name === 'bool' ? 'boolean' : 'string' };
  return { type: type.name.startsWith('float') ? 'number' : 'integer', description: type.expected };
}
