import * as z from 'zod';
import { addons } from './schema/addons.js';
import { aws, registry } from './schema/aws.js';
import { cluster } from './schema/cluster.js';
import { fileLabel } from './schema/common.js';
import { gitops, pipeline } from './schema/gitops.js';
import { network } from './schema/network.js';
import { observability } from './schema/observability.js';
import { promotion } from './schema/promotion.js';
import { workload, workloadKey } from './schema/workload.js';

export const apiVersion = 'inference-gitops/v2';

/**
 * The only definition of what an environment may contain. It describes the merged values: `environments/defaults.yaml`
 * with `environments/<env>.yaml` over it.
 */
export const environmentSchema = z
  .strictObject({
    apiVersion: z.literal(apiVersion).describe('Version of this file format.'),
    name: fileLabel(20).describe("Name of the environment: the file's own name without .yaml."),
    aws,
    registry: registry.optional(),
    network,
    cluster,
    workloads: z
      .record(workloadKey, workload)
      .refine((workloads) => Object.keys(workloads).length > 0, 'An environment has at least one workload.')
      .describe('Inference workloads by key. What they share stands once, in workloadDefaults.'),
    observability,
    addons,
    gitops,
    pipeline: pipeline.optional(),
    promotion: promotion.optional(),
    toolVersion: z
      .string()
      .regex(/^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/, 'must be a version of inference-gitops such as 0.1.0')
      .optional()
      .describe(
        'The version of inference-gitops whose rendering stays. Another one leaves what that has rendered as it is, ' +
          'and checks that nobody has changed it.',
      ),
  })
  .describe('An environment of inference-gitops.');

/** An environment as it is written, with the defaults over which it stands. */
export type EnvironmentInput = z.infer<typeof environmentSchema>;
