import type { Handler } from './exchange.js';
import type { SchemaName } from './schemas.js';

interface EndpointFacts {
  /** The path as a template of Express, which is also its label in metrics. */
  readonly route: string;
  /** A line for the API's description. */
  readonly summary: string;
  readonly needsKey: boolean;
  /** Whether it is answered on connections beyond MAX_CONNECTIONS as well. */
  readonly isProbe: boolean;
  readonly handler: Handler;
}

/** An endpoint without a body. */
export interface Getting extends EndpointFacts {
  readonly method: 'GET';
}

/** An endpoint with a JSON body. */
export interface Posting extends EndpointFacts {
  readonly method: 'POST';
  /** The schemas of the body and of the answer. */
  readonly request: SchemaName;
  readonly answer: SchemaName;
}

/** A method at a path: its handler, and the facts that the API's description and the reserve are derived from. */
export type Endpoint = Getting | Posting;

export const OPEN = { method: 'GET', needsKey: false, isProbe: false } as const;
export const PROBE = { ...OPEN, isProbe: true } as const;
export const GUARDED = { ...OPEN, needsKey: true } as const;
export const PREDICTION = { ...GUARDED, method: 'POST' } as const;
