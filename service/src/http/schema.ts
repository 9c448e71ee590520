/** A JSON schema, or a part of an OpenAPI document. */
export type Schema = Readonly<Record<string, unknown>>;

/** Refers to a schema of the document. */
export const refer = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** Describes an object; all of its properties are required where nothing else is said. */
export const object = (properties: Schema, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
});

/** Describes an object without further properties. */
export const strict = (properties: Schema): Schema => ({ ...object(properties), additionalProperties: false });

export const array = (items: Schema, limits: Schema = {}): Schema => ({ type: 'array', items, ...limits });
export const TEXT: Schema = { type: 'string' };
export const COUNT: Schema = { type: 'integer', minimum: 0 };
export const FLAG: Schema = { type: 'boolean' };
