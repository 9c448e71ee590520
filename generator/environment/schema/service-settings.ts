/**
 * The settings of the service (service/src/config.ts). A test holds both lists together: generator and service do not
 * import each other.
 */
export const serviceSettings: readonly string[] = [
  'API_KEYS',
  'AXIS_SIZES',
  'FEATURE_COUNT',
  'HEADERS_TIMEOUT_SECONDS',
  'HOST',
  'INFERENCE_WORKERS',
  'KEEP_ALIVE_TIMEOUT_SECONDS',
  'LOG_LEVEL',
  'MAX_BATCH_ROWS',
  'MAX_BODY_BYTES',
  'MAX_BUFFERED_BYTES',
  'MAX_CONNECTIONS',
  'MAX_QUEUE_SECONDS',
  'MAX_ROWS',
  'MAX_ROW_CELLS',
  'METRICS_PORT',
  'MODEL_BASELINE_PATH',
  'MODEL_DEFAULT',
  'MODEL_NAME',
  'MODEL_PATH',
  'MODEL_SHA256',
  'MODEL_VERSION',
  'N_ESTIMATORS',
  'PORT',
  'RANDOM_STATE',
  'REQUEST_TIMEOUT_SECONDS',
  'SHUTDOWN_DELAY_SECONDS',
  'SHUTDOWN_GRACE_SECONDS',
];
