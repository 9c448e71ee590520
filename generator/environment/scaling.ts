import type { Workload } from './resolve.js';

/** Tells whether the number of pods follows what waits or comes in: KEDA scales by that. */
export const scalesByLoad = ({ targetQueueDepth, targetRequestsPerSecond }: Workload['replicas']): boolean =>
  targetQueueDepth !== undefined || targetRequestsPerSecond !== undefined;
