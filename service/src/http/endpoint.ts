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
  /** The schema of the answer, or its content type where it isn't JSON. */
  readonly answer: SchemaName | 'text/html' | 'text/plain';
  /** Whether the answer has the status 503 while no traffic should come. */
  readonly tellsReadiness?: true;
  /** Whether body and answer may carry bytes behind the JSON. */
  readonly takesBinary?: true;
  readonly handler: Handler;
}

/** An endpoint without a body. */
export interface Getting extends EndpointFacts {
  readonly method: 'GET';
}

/** An endpoint with a body. */
export interface Posting extends EndpointFacts {
  readonly method: 'POST';
  /** The schema of the body; undefined where the body doesn't matter. */
  readonly request: SchemaName | undefined;
}

/** A method at a path: its handler, and the facts that the API's description and the reserve are derived from. */
export type Endpoint = Getting | Posting;

/** Returns a route as it stands in metrics and logs: without the backslash that Express needs before a colon. */
export const labelOf = (route: string): string => route.replaceAll('\\', '');

export const OPEN = { method: 'GET', needsKey: false, isProbe: false } as const;
export const PROBE = { ...OPEN, isProbe: true } as const;
export const GUARDED = { ...OPEN, needsKey: true } as const;
export const PREDICTION = { ...GUARDED, method: 'POST' } as const;
