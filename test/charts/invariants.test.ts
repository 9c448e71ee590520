import test from 'ava';
import { render } from './helm.js';
import { type invariants, referenceSurroundings, violations } from './invariants.js';
import { type KubernetesObject, ofKind, only } from './objects.js';

type Mutate = (objects: KubernetesObject[]) => void;

const deploymentOf = (objects: KubernetesObject[]) => {
  const { template } = only(objects, 'Deployment').spec ?? {};
  const spec = template?.spec;
  const container = spec?.containers[0];
  if (!template?.metadata?.labels || !spec || !container) throw new Error('the Deployment has no container');
  return { labels: template.metadata.labels, spec, container };
};
const specOf = <T>({ spec }: { spec?: T }): T => {
  if (spec === undefined) throw new Error('the object has no spec');
  return spec;
};
const remove = (objects: KubernetesObject[], kind: string, name: string) => {
  objects.splice(
    objects.findIndex((object) => object.kind === kind && object.metadata.name === name),
    1,
  );
};
const policyOf = (objects: KubernetesObject[]) => specOf(only(objects, 'NetworkPolicy', 'ml-inference-api'));
const internalPolicyOf = (objects: KubernetesObject[]) =>
  specOf(only(objects, 'NetworkPolicy', 'ml-inference-api-internal'));

/** Changes to the reference design that violate an invariant, by that invariant. */
const mutants: Record<keyof typeof invariants, Record<string, Mutate>> = {
  selectorsMatch: {
    'a Service selects no pod': (objects) => {
      specOf(only(objects, 'Service', 'ml-inference-lb')).selector = { app: 'nothing' };
    },
    'a Service sends traffic to the test pod': (objects) => {
      const { labels } = deploymentOf(objects);
      const template = specOf(only(objects, 'Job')).template;
      template.metadata = { labels: { ...labels } };
    },
    'the autoscaler targets another Deployment': (objects) => {
      specOf(only(objects, 'HorizontalPodAutoscaler')).scaleTargetRef.name = 'other';
    },
    'the Deployment sets replicas although the autoscaler owns them': (objects) => {
      specOf(only(objects, 'Deployment')).replicas = 2;
    },
    'the Deployment selects none of its own pods': (objects) => {
      delete deploymentOf(objects).labels['app.kubernetes.io/component'];
    },
    'the disruption budget selects no pod': (objects) => {
      specOf(only(objects, 'PodDisruptionBudget')).selector = { matchLabels: { app: 'nothing' } };
    },
  },
  selectorsNeverChange: {
    'the chart version is in the selector': (objects) => {
      const selector = specOf(only(objects, 'Deployment')).selector.matchLabels ?? {};
      selector['helm.sh/chart'] = 'ml-inference-0.1.0';
    },
  },
  portsExist: {
    'a Service leads to a port that no container has': (objects) => {
      const [port] = specOf(only(objects, 'Service', 'ml-inference-service')).ports ?? [];
      if (port) port.targetPort = 8080;
    },
    'a probe asks a port that no container has': (objects) => {
      const probe = deploymentOf(objects).container.readinessProbe?.httpGet;
      if (probe) probe.port = 8080;
    },
    "the policy admits the Service's port instead of the pod's": (objects) => {
      const [port] = internalPolicyOf(objects).ingress?.[0]?.ports ?? [];
      if (port) port.port = 80;
    },
    'the Ingress leads to a port that the Service lacks': (objects) => {
      const backend = specOf(only(objects, 'Ingress')).rules?.[0]?.http?.paths[0]?.backend.service;
      if (backend) backend.port = { name: 'https' };
    },
  },
  monitoringScrapesOnce: {
    "the load balancer's Service carries the api's labels": (objects) => {
      const service = only(objects, 'Service', 'ml-inference-lb');
      const { labels = {} } = only(objects, 'Service', 'ml-inference-service').metadata ?? {};
      service.metadata = { ...service.metadata, labels };
    },
    'a second monitor finds the same Service': (objects) => {
      const second = structuredClone(only(objects, 'ServiceMonitor'));
      Object.assign(second.metadata, { name: 'second' });
      objects.push(second);
    },
    'the ServiceMonitor finds no Service': (objects) => {
      only(objects, 'ServiceMonitor').spec.selector = { matchLabels: { app: 'nothing' } };
    },
    'the load balancer shows the metrics': (objects) => {
      specOf(only(objects, 'Service', 'ml-inference-lb')).ports?.push({ name: 'other', port: 81, targetPort: 9090 });
    },
  },
  quotaHoldsTheWorstCase: {
    'the quota is the reference design’s 4Gi': (objects) => {
      const { hard = {} } = specOf(only(objects, 'ResourceQuota'));
      hard['requests.memory'] = '4Gi';
    },
    'the quota holds the maximum and the surge, but no pods that drain': (objects) => {
      const { hard = {} } = specOf(only(objects, 'ResourceQuota'));
      hard['pods'] = '13';
    },
    'an init container asks for more than the service': (objects) => {
      const { spec, container } = deploymentOf(objects);
      spec.initContainers = [
        { name: 'greedy', resources: { requests: { ...container.resources?.requests, memory: '1Gi' } } },
      ];
    },
    'the quota limits what no container states': (objects) => {
      const { hard = {} } = specOf(only(objects, 'ResourceQuota'));
      hard['requests.nvidia.com/gpu'] = '1';
    },
  },
  scratchSpaceFits: {
    'an emptyDir has no size': (objects) => {
      deploymentOf(objects).spec.volumes?.push({ name: 'endless', emptyDir: {} });
    },
    'emptyDirs are larger than the limit': (objects) => {
      deploymentOf(objects).spec.volumes?.push({ name: 'large', emptyDir: { sizeLimit: '1Gi' } });
    },
    'a container may fill the disk': (objects) => {
      delete deploymentOf(objects).container.resources?.limits?.['ephemeral-storage'];
    },
  },
  budgetNeverBlocksADrain: {
    'as many pods must stay as there are': (objects) => {
      specOf(only(objects, 'PodDisruptionBudget')).minAvailable = 2;
    },
    'a share that rounds up to all must stay': (objects) => {
      specOf(only(objects, 'PodDisruptionBudget')).minAvailable = '51%';
    },
    'pods that are not ready must stay': (objects) => {
      delete (only(objects, 'PodDisruptionBudget').spec as { unhealthyPodEvictionPolicy?: string })
        .unhealthyPodEvictionPolicy;
    },
    'two budgets hold the same pod': (objects) => {
      const second = structuredClone(only(objects, 'PodDisruptionBudget'));
      second.metadata = { ...second.metadata, name: 'second' };
      objects.push(second as unknown as KubernetesObject);
    },
  },
  rolloutsKeepCapacity: {
    'old pods go first': (objects) => {
      specOf(only(objects, 'Deployment')).strategy = { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } };
    },
    'nothing may be added': (objects) => {
      specOf(only(objects, 'Deployment')).strategy = { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } };
    },
  },
  podsLeaveGently: {
    'the grace ends during the sleep': (objects) => {
      deploymentOf(objects).spec.terminationGracePeriodSeconds = 140;
    },
    'the pod stops while the load balancer still sends': (objects) => {
      Object.assign(deploymentOf(objects).container, { lifecycle: { preStop: { sleep: { seconds: 15 } } } });
    },
    'the pod stops at once': (objects) => {
      delete deploymentOf(objects).container.lifecycle;
    },
  },
  policyAdmitsEachPath: {
    "one of the load balancer's subnets is missing": (objects) => {
      policyOf(objects).ingress?.[1]?.from?.pop();
    },
    'the namespace is shut out': (objects) => {
      internalPolicyOf(objects).ingress?.shift();
    },
    'Prometheus is shut out': (objects) => {
      policyOf(objects).ingress?.shift();
    },
    'DNS is open over UDP only': (objects) => {
      internalPolicyOf(objects).egress?.[1]?.ports?.pop();
    },
    'AWS is out of reach': (objects) => {
      policyOf(objects).egress?.pop();
    },
    'the test cannot reach the service': (objects) => {
      internalPolicyOf(objects).egress?.shift();
    },
  },
  policyNeverAdmitsNodeCredentials: {
    'the exception is gone': (objects) => {
      delete policyOf(objects).egress?.[0]?.to?.[0]?.ipBlock?.except;
    },
    'everything may go out': (objects) => {
      policyOf(objects).egress?.push({});
    },
  },
  referencesExist: {
    'the ConfigMap is missing': (objects) => remove(objects, 'ConfigMap', 'ml-inference-api-config'),
    'nothing makes the Secret': (objects) => remove(objects, 'ExternalSecret', 'ml-inference-api'),
    'the ServiceAccount is missing': (objects) => remove(objects, 'ServiceAccount', 'ml-inference-api'),
    'the Role is missing': (objects) => remove(objects, 'Role', 'ml-inference-api'),
    "the Ingress' Service is missing": (objects) => remove(objects, 'Service', 'ml-inference-service'),
    'a container reads a Secret that nothing makes': (objects) => {
      const { container } = deploymentOf(objects);
      container.env?.push({ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'elsewhere', key: 'token' } } });
    },
  },
  namesAreValid: {
    'a name is too long': (objects) => {
      const service = only(objects, 'Service', 'ml-inference-service');
      service.metadata = { ...service.metadata, name: 'x'.repeat(64) };
    },
    'a label value is too long': (objects) => {
      const deployment = only(objects, 'Deployment');
      deployment.metadata = { ...deployment.metadata, labels: { team: 'x'.repeat(64) } };
    },
    "a port's name is too long": (objects) => {
      const [port] = deploymentOf(objects).container.ports ?? [];
      if (port) port.name = 'predictions-port';
    },
    'an object is in another namespace': (objects) => {
      const role = only(objects, 'Role');
      role.metadata = { ...role.metadata, namespace: 'default' };
    },
  },
  objectsAreUnique: {
    'two ConfigMaps share a name': (objects) => {
      for (const map of ofKind(objects, 'ConfigMap')) map.metadata = { ...map.metadata, name: 'same' };
    },
  },
};

const certificateArn = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0f0e0d0c-1111-2222-3333-444455556666';
const reference = await render({ ingress: { enabled: true, certificateArn } });

test('the reference design keeps every invariant', (t) => {
  t.deepEqual(violations(reference), []);
});

for (const [invariant, damages] of Object.entries(mutants)) {
  for (const [damage, mutate] of Object.entries(damages)) {
    test(`${invariant} notices when ${damage}`, (t) => {
      const objects = structuredClone(reference);
      mutate(objects);
      const noticed = violations(objects, referenceSurroundings).map((violation) => violation.invariant);
      t.true(noticed.includes(invariant), `noticed: ${noticed}`);
    });
  }
}
