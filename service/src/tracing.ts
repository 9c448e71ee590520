import type { Sampler } from '@opentelemetry/sdk-trace';

/** A request that has been answered. Times are in milliseconds since the epoch. */
export interface TracedRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly traceparent: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Tracing {
  readonly onRequest: (request: TracedRequest) => void;
  /** Sends the spans that are left. */
  readonly stop: () => Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const FLUSH_TIMEOUT_MS = 3000;

/** Tells whether OpenTelemetry's standard variables ask for traces. */
export function wantsTraces(environment: Environment): boolean {
  if (environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return false;
  const exporter = environment['OTEL_TRACES_EXPORTER'];
  if (exporter !== undefined && exporter !== '') return exporter === 'otlp';
  return Boolean(environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
}

/**
 * Starts sending a span per request by OTLP over HTTP, to where the standard variables point. Returns undefined when
 * they don't ask for traces; the libraries are not loaded then.
 */
export async function startTracing(environment: Environment): Promise<Tracing | undefined> {
  if (!wantsTraces(environment)) return undefined;
  const { SpanKind, SpanStatusCode } = await import('@opentelemetry/api');
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = await import(
    '@opentelemetry/resources'
  );
  const named = resourceFromAttributes({ 'service.name': environment['OTEL_SERVICE_NAME'] || 'inference-gitops' });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(named),
    sampler: await chooseSampler(environment),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer('inference-gitops');
  const readParent = await createParentReader();
  return {
    onRequest: ({ method, route, status, traceparent, startedAt, endedAt }) => {
      const attributes = { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status };
      const options = { kind: SpanKind.SERVER, attributes, startTime: startedAt };
      const span = tracer.startSpan(`${method} ${route}`, options, readParent(traceparent));
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endedAt);
    },
    stop: () =>
      Promise.race([provider.shutdown(), new Promise<void>((resolve) => setTimeout(resolve, FLUSH_TIMEOUT_MS))]),
  };
}

/** Creates the sampler that OTEL_TRACES_SAMPLER and its argument ask for. */
async function chooseSampler(environment: Environment): Promise<Sampler> {
  const { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } = await import(
    '@opentelemetry/sdk-trace'
  );
  const name = environment['OTEL_TRACES_SAMPLER'] || 'parentbased_always_on';
  const argument = environment['OTEL_TRACES_SAMPLER_ARG'];
  const ratio = argument === undefined || argument === '' ? 1 : Number(argument);
  const roots: Readonly<Record<string, Sampler>> = {
    always_on: new AlwaysOnSampler(),
    always_off: new AlwaysOffSampler(),
    traceidratio: new TraceIdRatioBasedSampler(ratio),
  };
  const root = roots[name.replace('parentbased_', '')] ?? new AlwaysOnSampler();
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

/** Creates the function that reads the caller's span from a traceparent, as the parent of the request's own. */
async function createParentReader() {
  const { isSpanContextValid, ROOT_CONTEXT, trace } = await import('@opentelemetry/api');
  return (traceparent: string | undefined) => {
    const [, traceId = '', spanId = '', flags = '0'] = traceparent?.split('-') ?? [];
    const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
    return isSpanContextValid(parent) ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
  };
}
