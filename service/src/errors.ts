/** A mistake of whoever starts the service: reported without a stack trace, exit code 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Where in a request's body the mistake is. */
export interface Place {
  /** A path such as `features[3]` or `instances[0][3]`. */
  readonly field?: string;
  /** The index of the bad element in its list. */
  readonly index?: number;
}

/** A request that gets an error answer: the client's mistake, or the service's refusal. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  readonly place: Place;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, details: Place & { headers?: Readonly<Record<string, string>> } = {}) {
    super(message);
    const { headers, ...place } = details;
    this.status = status;
    this.place = place;
    this.headers = headers ?? {};
  }
}
