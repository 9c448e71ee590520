import * as z from 'zod';
import { amounts } from './amounts.js';
import {
  accountId,
  arn,
  bucketName,
  chartVersion,
  cidr,
  dnsLabel,
  fileLabel,
  quantity,
  secretName,
  variableName,
} from './common.js';
import { exposure } from './exposure.js';
import { pod } from './pod.js';

const resources = z
  .strictObject({
    requests: amounts.partial({ ephemeralStorage: true }).describe('What a pod is scheduled by.'),
    limits: amounts
      .partial({ cpu: true, ephemeralStorage: true })
      .describe('What a pod may use at most. Without cpu it may use what its node has to spare.'),
  })
  .describe('What a pod asks for and may use.');

const quota = z
  .strictObject({
    requests: amounts,
    limits: amounts.partial({ cpu: true }),
    pods: z.int().min(1).max(10000).describe('Most pods in the namespace.'),
  })
  .describe('ResourceQuota of the namespace. Left out, it follows from replicas and resources.');

const image = z
  .strictObject({
    repository: z
      .string()
      .max(256)
      .regex(/^[a-z0-9]+([._/-][a-z0-9]+)*$/, 'must be the name of an ECR repository such as ml-inference-service')
      .describe('Name of the ECR repository in the registry; Terraform creates it.'),
    tag: z
      .string()
      .max(128)
      .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/, 'must be an image tag')
      .describe('Image tag. Tags are immutable.'),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'must be a digest such as sha256:9f86d081…')
      .optional()
      .describe('Image digest; when given it decides and the tag only informs.'),
  })
  .describe('The image that the pods run.');

const model = z.strictObject({
  bucket: bucketName.describe('S3 bucket that holds the model.'),
  region: z
    .string()
    .max(32)
    .regex(/^[a-z]{2,4}(-[a-z]+)+-[0-9]$/, 'must be a region such as eu-west-1')
    .optional()
    .describe("The bucket's region. Left out, the environment's."),
  accountId: accountId
    .optional()
    .describe("The bucket's account. Left out, the environment's; another one has to admit the pods' role."),
  key: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[A-Za-z0-9!_.'()/=-]+$/, 'must be an S3 object key without *, which IAM would read as a pattern')
    .describe('Key of the ONNX file.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .describe('SHA-256 of the file: a pod with another file does not start.'),
  files: z
    .array(
      z.strictObject({
        name: z
          .string()
          .min(1)
          .max(512)
          .regex(
            /^(?!\.{1,2}(\/|$))[A-Za-z0-9!_.'()=-]+(\/(?!\.{1,2}(\/|$))[A-Za-z0-9!_.'()=-]+)*$/,
            "must be the path of a file below the folder of the model's key, such as model.onnx.data",
          )
          .describe("Path below the folder of the model's key, as the model names the file."),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
          .describe('SHA-256 of the file.'),
      }),
    )
    .max(100)
    .optional()
    .describe("Files beside the model that hold its weights: ONNX's external data, which models over 2 GB have."),
  sizeLimit: quantity('256Mi').describe('Room for the model with all its files in the pod.'),
  kmsKeyArn: arn('kms', 'arn:aws:kms:ap-southeast-2:111122223333:key/…')
    .optional()
    .describe('KMS key of the object when it has one of its own.'),
});

/** Variables that the chart sets. A config or secret of the same name would have no effect, or break the probes. */
export const reservedVariables = [
  'PORT',
  'METRICS_PORT',
  'MODEL_PATH',
  'MODEL_SHA256',
  'MODEL_FILES',
  'AWS_REGION',
  'NODE_ENV',
] as const;

const replicas = z
  .strictObject({
    min: z.int().min(1).max(1000).describe('Fewest pods.'),
    max: z.int().min(1).max(1000).describe('Most pods.'),
    targetCPUUtilization: z.int().min(1).max(100).describe('Percent of requested CPU at which pods are added.'),
    targetMemoryUtilization: z.int().min(1).max(100).describe('Percent of requested memory at which pods are added.'),
    scaleDownStabilizationSeconds: z
      .int()
      .min(0)
      .max(3600)
      .describe('How long load must be lower before pods are removed.'),
    targetQueueDepth: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('Requests that wait in each pod at which pods are added: by KEDA, beside CPU and memory.'),
    targetRequestsPerSecond: z
      .number()
      .positive()
      .max(1_000_000)
      .optional()
      .describe('Predictions a second of each pod at which pods are added: by KEDA, beside CPU and memory.'),
  })
  .describe('How many pods there are.');

const config = z
  .record(
    variableName,
    z.union([z.string().max(65536), z.number(), z.boolean()], 'must be text, a number, true or false'),
  )
  .describe('Environment variables of the service that are no secret: a ConfigMap.');

const secrets = z
  .array(
    z
      .strictObject({
        name: secretName
          .optional()
          .describe("Name below the workload's prefix in Secrets Manager, where Terraform makes it."),
        arn: z
          .string()
          .max(2048)
          .regex(
            /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+-[A-Za-z0-9]{6}$/,
            'must be the whole ARN of a secret, with the six characters that AWS puts at its end, such as ' +
              'arn:aws:secretsmanager:ap-southeast-2:111122223333:secret:rds!db-1a2b3c4d-AbCdEf',
          )
          .optional()
          .describe("Secret that exists in Secrets Manager, such as RDS's own, also in another account."),
        parameter: z
          .string()
          .max(2048)
          .regex(
            /^([\w.-]+|(\/[\w.-]+)+|arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter(\/[\w.-]+)+)$/,
            'must be the name of a parameter such as /team/database/url, or the ARN of one that is shared',
          )
          .optional()
          .describe('Parameter that exists in Parameter Store: its name, or the ARN of one that is shared.'),
        kmsKeyArn: arn('kms', 'arn:aws:kms:ap-southeast-2:111122223333:key/…')
          .optional()
          .describe("KMS key of a secret or parameter that exists, where that isn't AWS's own."),
        property: z
          .string()
          .max(256)
          .regex(/^[A-Za-z0-9_.@[\]-]+$/, 'must be the path of a value in JSON, such as password or db.password')
          .optional()
          .describe('Where the secret is JSON: the value in it. Left out, the whole secret.'),
        variable: variableName.describe('Environment variable that the pod reads it from.'),
      })
      .refine(
        ({ name, arn: ofSecret, parameter }) =>
          [name, ofSecret, parameter].filter((source) => source !== undefined).length === 1,
        'must have one of name (a secret that is made), arn (one that exists) and parameter (of Parameter Store)',
      ),
  )
  .describe('Entries of Secrets Manager or Parameter Store that the pod reads. Values are never in git.');

const egress = z
  .array(
    z.strictObject({
      cidr: cidr
        .refine((range) => range !== '169.254.169.254/32', "must not be the address of the node's own credentials")
        .describe('Range of addresses.'),
      port: z.int().min(1).max(65535).describe('TCP port.'),
    }),
  )
  .describe('Where pods may connect to beside DNS and HTTPS, such as the database that a secret leads to.');

const objectives = z
  .strictObject({
    availability: z
      .number()
      .min(90)
      .max(99.999)
      .describe('Percent of requests that must not fail: burn-rate alerts follow from it.'),
    latencySeconds: z
      .literal([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5])
      .describe('99 percent of predictions must be answered within this time: a bucket of the duration histogram.'),
  })
  .describe('What users may expect of the service.');

/** The longest key whose derived names still fit: `<key>-api` has to leave room for the names of pods. */
const longestKey = 40;
export const workloadKey = fileLabel(longestKey);

export const workload = z
  .strictObject({
    namespace: dnsLabel()
      .optional()
      .describe("Kubernetes namespace, of this workload alone. Left out, it is the workload's key."),
    name: dnsLabel(50)
      .optional()
      .describe(
        'Name of the Deployment, its ServiceAccount and its HorizontalPodAutoscaler. Left out, it is <key>-api.',
      ),
    chartVersion: chartVersion.describe('Version of charts/ml-inference that it runs.'),
    roleName: z
      .string()
      .max(64)
      .regex(/^[A-Za-z0-9+=,.@_-]+$/, 'must be the name of an IAM role')
      .optional()
      .describe("Name of the pods' IAM role (IRSA). Left out, it is <key>-pod-role."),
    image,
    replicas,
    resources,
    quota: quota.optional(),
    config,
    secrets,
    secretRecoveryDays: z
      .union([z.literal(0), z.int().min(7).max(30)], 'must be 0, or 7 to 30')
      .describe('Days in which a deleted secret can be brought back; its name is taken until then. 0 deletes at once.'),
    egress: egress.default([]),
    model: model
      .optional()
      .describe('An ONNX model from S3. Without it the service trains and serves its default model.'),
    exposure,
    objectives,
    pod,
    values: z
      .record(z.string(), z.json())
      .default({})
      .describe('Helm values of the chart that no other field sets, such as rollout.maxSurge.'),
  })
  .describe('One inference Deployment, in a namespace of its own.');
