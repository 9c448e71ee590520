import { columnsOf, expectedOf } from '../inference/rows.js';
import type { Model, ModelInput } from '../model/types.js';
import { array, object, refer, type Schema, strict, TEXT } from './schema.js';
import { aboutSchemas } from './schemas-about.js';

export type { Schema } from './schema.js';

export type SchemaName = keyof ReturnType<typeof describeSchemas>;

/** The facts that the schemas depend on. */
export interface SchemaFacts {
  readonly model: Model;
  readonly maxRows: number;
  readonly ignoresExtraColumns: boolean;
}

/** Refers to a schema of the document. */
export const reference = (name: SchemaName): Schema => refer(name);

const MODEL = { model_name: TEXT, model_version: TEXT };
const OPTIONAL_TEXT = { type: ['string', 'null'] };
const PARAMETERS = { type: ['object', 'null'] };

/** Describes the bodies and the answers of the API of this model. */
export function describeSchemas(facts: SchemaFacts) {
  const { model, maxRows } = facts;
  const rows = array(refer('Row'), { minItems: 1, maxItems: maxRows });
  const prediction = object(
    { prediction: {}, probabilities: {}, scores: {}, distances: {}, outputs: { type: 'object' }, error: TEXT },
    ['prediction'],
  );
  return {
    Row: describeRow(facts),
    Prediction: prediction,
    SingleRequest: strict({ features: refer('Row') }),
    SingleAnswer: { allOf: [refer('Prediction'), object(MODEL)] },
    BatchRequest: strict({ instances: rows }),
    BatchAnswer: object({ predictions: array(refer('Prediction')), ...MODEL }),
    V1Request: { anyOf: [object({ instances: rows }), object({ inputs: rows })] },
    V1Answer: object({ predictions: array({}) }),
    InferRequest: object(
      {
        id: OPTIONAL_TEXT,
        parameters: PARAMETERS,
        inputs: array(describeTensor(model)),
        outputs: {
          ...array(object({ name: { enum: model.outputs.map(({ name }) => name) }, parameters: PARAMETERS }, ['name'])),
          type: ['array', 'null'],
        },
      },
      ['inputs'],
    ),
    InferAnswer: object({ ...MODEL, id: TEXT, outputs: array(ANSWER_TENSOR) }, ['model_name', 'outputs']),
    Error: object({ error: TEXT, field: TEXT, index: { type: 'integer' } }, ['error']),
    ...aboutSchemas,
  };
}

const ANSWER_TENSOR = object(
  { name: TEXT, shape: array({ type: 'integer' }), datatype: TEXT, data: array({}), parameters: { type: 'object' } },
  ['name', 'shape', 'datatype'],
);

function describeTensor(model: Model): Schema {
  const columns = model.inputs.length === 1 ? (columnsOf(model) ?? []) : [];
  const names = [...model.inputs, ...columns].map(({ name }) => name);
  const fields = {
    name: { enum: names },
    shape: array({ type: 'integer', minimum: 0 }, { minItems: 1 }),
    datatype: TEXT,
    data: array({}),
    parameters: PARAMETERS,
  };
  return object(fields, ['name', 'shape', 'datatype']);
}

function describeRow({ model, ignoresExtraColumns }: SchemaFacts): Schema {
  const { inputs, rowWidth } = model;
  const [first] = inputs;
  const inOrder = describeCells(inputs, rowWidth);
  const columns = columnsOf(model);
  if (columns === undefined) return inOrder;
  const properties = Object.fromEntries(
    columns.map(({ name, width }, index) => {
      const cell = describeCell((inputs[index] ?? first) as ModelInput);
      return [name, width === 1 ? cell : array(cell, { minItems: width, maxItems: width })];
    }),
  );
  return { anyOf: [ignoresExtraColumns ? object(properties) : strict(properties), inOrder] };
}

/** The most cells that are described one by one. */
const MAX_DESCRIBED = 1000;

function describeCells(inputs: readonly ModelInput[], rowWidth: number): Schema {
  const limits = { minItems: rowWidth, maxItems: rowWidth };
  const [first] = inputs;
  if (inputs.length === 1 && first !== undefined) return array(describeCell(first), limits);
  if (rowWidth > MAX_DESCRIBED) return array({}, limits);
  const prefixItems = inputs.flatMap((input) => Array.from({ length: input.width }, () => describeCell(input)));
  return array({}, { prefixItems, ...limits });
}

const FLOAT32_LIMIT = 3.4028235677973366e38;

function describeCell(input: ModelInput): Schema {
  const { name } = input.type;
  const description = expectedOf(input);
  if (name === 'string' || name === 'bool') return { type: name === 'bool' ? 'boolean' : 'string' };
  if (name.startsWith('float')) {
    const limits = name === 'float32' ? { exclusiveMinimum: -FLOAT32_LIMIT, exclusiveMaximum: FLOAT32_LIMIT } : {};
    return { type: input.understandsMissing ? ['number', 'null'] : 'number', ...limits, description };
  }
  const bits = Number(/\d+/.exec(name)?.[0]);
  const isSigned = !name.startsWith('u');
  const limits = integerLimits(bits, isSigned);
  if (bits <= EXACT_BITS) return { type: 'integer', ...limits, description };
  return { type: ['integer', 'string'], ...limits, pattern: isSigned ? `^-?${LONG}$` : `^${LONG}$`, description };
}

/** JSON numbers are exact up to 2^53; further integers are strings. */
const EXACT_BITS = 53;
/** Digits that are certainly beyond 2^53 and within 64 bits. */
const LONG = '[1-9]\\d{16,17}';

function integerLimits(bits: number, isSigned: boolean): Schema {
  if (bits > EXACT_BITS) return { minimum: isSigned ? Number.MIN_SAFE_INTEGER : 0, maximum: Number.MAX_SAFE_INTEGER };
  return isSigned
    ? { minimum: -(2 ** (bits - 1)), maximum: 2 ** (bits - 1) - 1 }
    : { minimum: 0, maximum: 2 ** bits - 1 };
}
