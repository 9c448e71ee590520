/** A mistake in the settings or the model: reported without a stack trace, exit code 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The place of a mistake in a request's body. */
export interface BodyLocation {
  /** The path, such as `features[3]` or `instances[0][3]`. */
  readonly field?: string;
  /** The index of the bad element in its list. */
  readonly index?: number;
}

/** A request that gets an error answer: the client's mistake, or the service's refusal. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  readonly location: BodyLocation;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    details: BodyLocation & { headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    const { headers, ...location } = details;
    this.status = status;
    this.location = location;
    this.headers = headers ?? {};
  }
}
