import test from 'ava';
import { inOrder } from '../helpers/in-order.js';
import { refusal, render, type Values } from './helm.js';

/** Values that contradict each other, and the message that each causes. */
const refused: Record<string, [Values, RegExp]> = {
  'the reference design’s quota of 4Gi': [
    { quota: { hard: { 'requests.memory': '4Gi' } } },
    inOrder(
      /quota\.hard\.requests\.memory is 4Gi, but 23 pods × 512Mi = 11776Mi: 10 replicas twice over/,
      /and 3 of a rollout's surge\. Raise the quota to 11776Mi/,
    ),
  ],
  'a quota one pod short': [{ quota: { hard: { pods: 22 } } }, /quota\.hard\.pods is 22, but 23 pods × 1 = 23/],
  'a quota of CPU that is a thousandth short': [
    { quota: { hard: { 'requests.cpu': '5749m' } } },
    /quota\.hard\.requests\.cpu is 5749m, but 23 pods × 250m = 5750m/,
  ],
  'a quota of limits': [{ quota: { hard: { 'limits.memory': '22Gi' } } }, /quota\.hard\.limits\.memory is 22Gi/],
  'a quota for fewer fixed replicas': [
    { autoscaling: { enabled: false }, replicaCount: 12 },
    /27 pods × 512Mi = 13824Mi: 12 replicas twice over/,
  ],
  'a surge that the quota lacks': [{ rollout: { maxSurge: '100%' } }, /30 pods × 512Mi = 15360Mi/],
  'fewer replicas at most than at least': [
    { autoscaling: { minReplicas: 11 } },
    /autoscaling\.minReplicas \(11\) is more than autoscaling\.maxReplicas \(10\)/,
  ],
  'a budget that keeps every pod': [
    { podDisruptionBudget: { minAvailable: 2 } },
    /minAvailable \(2\) leaves none of 2 pods free to go.*set podDisruptionBudget\.maxUnavailable to 1/,
  ],
  'a budget of all in percent': [
    { podDisruptionBudget: { minAvailable: '51%' } },
    /minAvailable \(51%\) leaves none of 2 pods/,
  ],
  'a budget with one replica': [{ autoscaling: { minReplicas: 1 } }, /minAvailable \(1\) leaves none of 1 pods/],
  'a budget that lets nobody go': [
    { podDisruptionBudget: { maxUnavailable: 0 } },
    /maxUnavailable is 0, so no node could ever be drained/,
  ],
  'a budget without a number': [
    { podDisruptionBudget: { minAvailable: null } },
    /has neither minAvailable nor maxUnavailable, which lets no pod go/,
  ],
  'a grace that ends in the sleep': [
    { termination: { gracePeriodSeconds: 140 } },
    /gracePeriodSeconds \(140\) must be longer than termination\.preStopSleepSeconds \(140\).*Set it to 180/,
  ],
  'a short sleep behind the network load balancer': [
    { termination: { preStopSleepSeconds: 30 } },
    /preStopSleepSeconds \(30\) is too short behind the network load balancer/,
  ],
  'a rollout that can never begin': [
    { rollout: { maxSurge: 0, maxUnavailable: 0 } },
    /maxSurge and rollout\.maxUnavailable are both 0/,
  ],
  'a rollout that can never begin, in percent': [
    { rollout: { maxSurge: '0%', maxUnavailable: '0%' } },
    /maxSurge and rollout\.maxUnavailable are both 0/,
  ],
  'a request above its limit': [
    { resources: { requests: { memory: '2Gi' } } },
    /resources\.requests\.memory \(2Gi\) is more than resources\.limits\.memory \(1Gi\)/,
  ],
  'a request above its limit in another unit': [
    { resources: { requests: { cpu: '1.5' }, limits: { cpu: '1400m' } } },
    /resources\.requests\.cpu \(1\.5\) is more than resources\.limits\.cpu \(1400m\)/,
  ],
  'a model that does not fit the disk': [
    { model: { uri: 's3://my-models/m.onnx', sha256: 'a'.repeat(64), sizeLimit: '1Gi' } },
    inOrder(
      /tmp\.sizeLimit and model\.sizeLimit don't fit resources\.limits\.ephemeral-storage \(1Gi\)/,
      /Set the limit to 1088Mi/,
    ),
  ],
  'a /tmp that does not fit the disk': [{ tmp: { sizeLimit: '2Gi' } }, /tmp\.sizeLimit don't fit/],
  'metrics on the public port': [{ ports: { metrics: 5000 } }, /ports\.http and ports\.metrics are both 5000/],
  'an ingress without a certificate': [{ ingress: { enabled: true } }, /ingress\.certificateArn is empty/],
  'a model without its hash': [{ model: { uri: 's3://my-models/m.onnx' } }, /model\.sha256 is empty/],
  'a hash without its model': [{ model: { sha256: 'a'.repeat(64) } }, /model\.sha256 is given without model\.uri/],
  'a variable that is both a secret and none': [
    { config: { API_KEYS: 'key' } },
    /API_KEYS comes from secrets\.variables and from config\.API_KEYS/,
  ],
  'a sleep one second short of two minutes': [
    { termination: { preStopSleepSeconds: 119 } },
    /preStopSleepSeconds \(119\) is too short/,
  ],
  'a model that is one Mi too large for the disk': [
    { model: { uri: 's3://my-models/m.onnx', sha256: 'a'.repeat(64), sizeLimit: '961Mi' } },
    /Set the limit to 1025Mi/,
  ],
  'a secret that is given twice': [
    { secrets: { mode: 'existing', variables: [{ variable: 'A' }, { variable: 'A' }] } },
    /A_FILE comes from secrets\.variables and from secrets\.variables/,
  ],
  'a variable of the chart’s own': [
    { extraEnv: [{ name: 'PORT', value: '80' }] },
    /PORT comes from extraEnv and from ports\.http/,
  ],
  'files of a model that is none': [
    { model: { files: [{ name: 'a', sha256: '0'.repeat(64) }] } },
    /model\.files is given without model\.uri/,
  ],
  'a plain Secret without a value': [{ secrets: { mode: 'plain' } }, /secrets\.values\.DATABASE_URL is missing/],
};

for (const [what, [values, sentence]] of Object.entries(refused)) {
  test(`the chart refuses ${what}`, async (t) => {
    t.regex(await refusal(values), sentence);
  });
}

test('the chart names everything that is wrong at once', async (t) => {
  const sentences = await refusal({
    autoscaling: { minReplicas: 11 },
    ingress: { enabled: true },
    ports: { metrics: 5000 },
    termination: { gracePeriodSeconds: 1 },
  });
  t.is(sentences.match(/^ {2}- /gm)?.length, 4);
});

/** Values that the guards only just accept. */
const accepted: Record<string, Values> = {
  'a quota that just holds': {
    quota: {
      hard: {
        'requests.memory': '11776Mi',
        'requests.cpu': '5750m',
        'limits.cpu': 23,
        'limits.memory': '23Gi',
        pods: 23,
      },
    },
  },
  'a request equal to its limit': {
    resources: { requests: { memory: '1Gi' } },
    quota: { hard: { 'requests.memory': '23Gi' } },
  },
  'quantities in other words': {
    quota: {
      hard: { 'requests.memory': '13G', 'limits.memory': '26000M', 'limits.cpu': '0.024k', 'requests.cpu': 5.75 },
    },
  },
  'as many replicas at least as at most': { autoscaling: { minReplicas: 10 } },
  'a budget that lets one pod go': { autoscaling: { minReplicas: 3 }, podDisruptionBudget: { minAvailable: 2 } },
  'a budget of half in percent': { podDisruptionBudget: { minAvailable: '50%' } },
  'a sleep of two minutes behind the network load balancer': {
    termination: { preStopSleepSeconds: 120, gracePeriodSeconds: 121 },
  },
  'a /tmp that just fits the disk': { tmp: { sizeLimit: '1Gi' } },
  'a /tmp and a model that just fit the disk': {
    model: { uri: 's3://my-models/m.onnx', sha256: 'a'.repeat(64), sizeLimit: '960Mi' },
  },
  'metrics beside the public port': { ports: { metrics: 5001 } },
  'a plain Secret with all its values': {
    secrets: { mode: 'plain', variables: [{ variable: 'A' }], values: { A: 'a' } },
  },
  'a rollout by replacement': { rollout: { maxSurge: 0, maxUnavailable: 1 } },
  'a short sleep without a load balancer': {
    loadBalancer: { enabled: false },
    termination: { preStopSleepSeconds: 1, gracePeriodSeconds: 2 },
  },
  'one replica that may be drained': { autoscaling: { minReplicas: 1 }, podDisruptionBudget: { maxUnavailable: 1 } },
  'a quota too small that is off': { quota: { enabled: false, hard: { pods: 1 } } },
};

for (const [what, values] of Object.entries(accepted)) {
  test(`the chart takes ${what}`, async (t) => {
    await t.notThrowsAsync(render(values));
  });
}
