import * as z from 'zod';
import { amounts } from './amounts.js';
import { dnsLabel, labelKey, labelValue, variableName } from './common.js';

/** Something that Kubernetes itself checks: it is taken along as it is. */
const kubernetesObject = z.record(z.string(), z.json());

const toleration = z.strictObject({
  key: labelKey.optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: labelValue.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
  tolerationSeconds: z.int().min(0).optional(),
});

const container = z
  .looseObject({
    name: dnsLabel().describe('Name of the container.'),
    image: z.string().min(1).max(1024).describe('Image, with its registry and a tag or a digest.'),
    resources: z
      .strictObject({
        requests: amounts.partial({ ephemeralStorage: true }),
        limits: amounts.partial({ cpu: true, ephemeralStorage: true }),
      })
      .describe("What it asks for and may use; the quota follows. What it doesn't say is the workload's own."),
  })
  .describe('A container as Kubernetes has it.');

const numbersOfProbe = z.strictObject({
  periodSeconds: z.int().min(1).max(300).optional(),
  timeoutSeconds: z.int().min(1).max(300).optional(),
  failureThreshold: z.int().min(1).max(100).optional(),
});

const nodes = z
  .strictObject({
    group: dnsLabel(30).optional().describe('Name of a node group. Its labels select it, its taints are tolerated.'),
    pool: dnsLabel(30).optional().describe("Name of one of Karpenter's pools."),
  })
  .refine(
    ({ group, pool }) => (group === undefined) !== (pool === undefined),
    'must name a group or a pool, one of both',
  )
  .describe('Where the pods run. Left out, wherever there is room.');

export const pod = z
  .strictObject({
    nodes: nodes.optional(),
    nodeSelector: z.record(labelKey, labelValue).default({}).describe('More labels that a node must have.'),
    tolerations: z.array(toleration).default([]).describe('More taints that the pods bear.'),
    affinity: kubernetesObject
      .optional()
      .describe("Affinity, over the chart's own, which puts pods on different nodes where there is room."),
    topologySpreadConstraints: z
      .array(kubernetesObject)
      .default([])
      .describe("How pods spread, instead of the chart's own, over zones and nodes."),
    priorityClassName: z
      .string()
      .max(253)
      .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be the name of a PriorityClass')
      .optional()
      .describe('PriorityClass of the pods. Without it in the cluster no pod is created.'),
    runtimeClassName: dnsLabel(253).optional().describe('RuntimeClass of the pods. It must exist.'),
    annotations: z.record(labelKey, z.string().max(65536)).default({}).describe('More annotations of the pods.'),
    labels: z.record(labelKey, labelValue).default({}).describe('More labels of the pods.'),
    env: z
      .array(z.looseObject({ name: variableName }))
      .default([])
      .describe('Environment variables with valueFrom, such as the name of the node. Plain ones belong in config.'),
    volumes: z
      .array(z.looseObject({ name: dnsLabel() }))
      .default([])
      .describe('More volumes, as Kubernetes has them.'),
    volumeMounts: z
      .array(
        z.looseObject({
          name: dnsLabel().describe('Name of the volume.'),
          mountPath: z
            .string()
            .max(1024)
            .regex(/^\/[^:]+$/, 'must be an absolute path such as /data'),
        }),
      )
      .default([])
      .describe("Where the service's container sees them."),
    sidecars: z
      .array(container)
      .default([])
      .describe("Containers beside the service's. They run as Pod Security's restricted standard demands."),
    initContainers: z
      .array(container)
      .default([])
      .describe('Containers that run before; with `restartPolicy: Always` they go on beside the service.'),
    probes: z
      .strictObject({
        startup: numbersOfProbe.optional(),
        liveness: numbersOfProbe.optional(),
        readiness: numbersOfProbe.optional(),
      })
      .default({})
      .describe("Numbers of the probes, over the chart's."),
    preStopSleepSeconds: z
      .int()
      .min(1)
      .max(3600)
      .optional()
      .describe(
        'How long a pod goes on serving after it was told to end. Left out, 140 behind a load balancer, else 15.',
      ),
    terminationGracePeriodSeconds: z
      .int()
      .min(1)
      .max(7200)
      .optional()
      .describe('When a pod that ends is killed. Left out, 40 seconds after that sleep.'),
    serviceAccountAnnotations: z
      .record(labelKey, z.string().max(65536))
      .default({})
      .describe('More annotations of the ServiceAccount.'),
  })
  .prefault({})
  .describe('What the pods have beside the service: the words are those of Kubernetes.');
