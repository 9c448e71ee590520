import test from 'ava';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import type { Workload } from '../../generator/environment/resolve.js';
import {
  type Application,
  applicationsOf,
  environmentNames,
  environmentOf,
  named,
  projectsOf,
  renderedArgoCD,
} from './rendering.js';

const finalizer = 'resources-finalizer.argocd.argoproj.io';
const annotation = (name: string) => `argocd.argoproj.io/${name}`;
const waveOf = ({ metadata }: { metadata: { annotations: Readonly<Record<string, string>> } }) =>
  Number(metadata.annotations[annotation('sync-wave')]);

for (const name of environmentNames) {
  const environment = environmentOf(name);
  const names = namesOf(environment);
  const rendered = renderedArgoCD(environment);
  const applications = applicationsOf(rendered);
  const [only] = environment.workloads as readonly [Workload];
  const workload = named(applications, workloadNames(environment, only).application);
  const root = named(applications, names.argocd.root);
  const addOns = applications.filter((application) => application !== workload && application !== root);

  test(`${name}: every Application syncs, heals and prunes by itself, and never to nothing`, (t) => {
    const { prune, selfHeal } = environment.gitops.autoSync;
    for (const { spec } of applications) {
      t.deepEqual(spec.syncPolicy.automated, { enabled: true, prune, selfHeal, allowEmpty: false });
      t.deepEqual(spec.syncPolicy.retry, {
        limit: 5,
        refresh: true,
        backoff: { duration: '5s', factor: 2, maxDuration: '3m' },
      });
    }
  });

  test(`${name}: every Application is applied and compared by the API server, and shares no object`, (t) => {
    const wanted = [
      'CreateNamespace',
      'ServerSideApply',
      'RespectIgnoreDifferences',
      'PruneLast',
      'FailOnSharedResource',
    ];
    for (const { metadata, spec } of applications) {
      t.deepEqual(
        spec.syncPolicy.syncOptions.slice(0, wanted.length),
        wanted.map((option) => `${option}=true`),
      );
      t.is(metadata.annotations[annotation('compare-options')], 'ServerSideDiff=true');
    }
  });

  test(`${name}: an Application is refreshed by commits to its own folder only`, (t) => {
    for (const { metadata, spec } of applications) {
      t.is(metadata.annotations[annotation('manifest-generate-paths')], spec.source.path ? '.' : undefined);
    }
  });

  test(`${name}: the workload is one chart in this repository with this environment's values`, (t) => {
    t.deepEqual(workload.spec.source, {
      repoURL: environment.gitops.repoURL,
      targetRevision: environment.gitops.targetRevision,
      path: `rendered/${name}/workloads/ml-inference/chart`,
      helm: { releaseName: 'ml-inference', valueFiles: ['values.environment.yaml'], skipTests: true },
    });
  });

  test(`${name}: the number of replicas is the autoscaler's`, (t) => {
    t.deepEqual(workload.spec.ignoreDifferences, [
      {
        group: 'apps',
        kind: 'Deployment',
        name: only.name,
        namespace: only.namespace,
        jsonPointers: ['/spec/replicas'],
      },
    ]);
  });

  test(`${name}: projects come first, then add-ons, then the workload, and nothing waits for the root`, (t) => {
    for (const project of projectsOf(rendered)) t.is(waveOf(project), -100);
    for (const addOn of addOns) t.true(waveOf(addOn) > -100 && waveOf(addOn) < waveOf(workload), addOn.metadata.name);
    t.is(waveOf(root), Math.max(...applications.map(waveOf)));
    for (const { metadata } of applications) t.regex(metadata.annotations[annotation('sync-wave')] ?? '', /^-?\d+$/);
  });

  test(`${name}: what an add-on's controller reconciles comes after the add-on`, (t) => {
    const objects = addOns.filter(({ metadata }) => metadata.name.endsWith('-objects'));
    t.true(objects.length > 0);
    for (const application of objects) {
      t.true(waveOf(application) > waveOf(named(addOns, application.metadata.name.replace(/-objects$/, ''))));
    }
  });

  test(`${name}: the root manages this folder, itself included, and cascades nothing`, (t) => {
    t.is(root.spec.source.path, `rendered/${name}/argocd`);
    t.is(root.spec.source.directory, undefined);
    t.is(root.metadata.finalizers, undefined);
    t.is(root.metadata.annotations[annotation('sync-options')], 'Prune=false,Delete=false');
    t.true(rendered.manifests.some(({ path }) => path === `rendered/${name}/argocd/root.yaml`));
  });

  test(`${name}: deleting an Application deletes its objects only where that is wanted`, (t) => {
    const { cascadeDelete } = environment.gitops;
    t.deepEqual(workload.metadata.finalizers, cascadeDelete ? [finalizer] : undefined);
    const survivors = ['argo-cd', 'aws-load-balancer-controller', 'external-secrets', 'external-secrets-objects'];
    for (const key of survivors) t.is(named(addOns, `${names.argocd.addOns}-${key}`).metadata.finalizers, undefined);
    const cascading = addOns.filter(({ metadata }) => metadata.finalizers !== undefined);
    t.is(cascading.length, cascadeDelete ? addOns.length - survivors.length : 0);
  });

  test(`${name}: a project outlives its Applications, which need it to delete anything`, (t) => {
    for (const { metadata } of projectsOf(rendered)) {
      t.deepEqual(metadata.finalizers, metadata.name === names.argocd.root ? undefined : [finalizer], metadata.name);
    }
  });

  test(`${name}: deletions are confirmed by a person where that is wanted`, (t) => {
    const { confirmDeletion } = environment.gitops;
    for (const { metadata } of [workload, ...addOns]) {
      const options = metadata.annotations[annotation('sync-options')];
      t.is(options, confirmDeletion ? 'Prune=confirm,Delete=confirm' : undefined);
    }
    t.is(workload.spec.syncPolicy.syncOptions.includes('Delete=confirm'), confirmDeletion);
  });

  test(`${name}: the namespace holds pods to the restricted standard and waits for the load balancer`, (t) => {
    t.deepEqual(workload.spec.syncPolicy.managedNamespaceMetadata?.labels, {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
      'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled',
    });
  });
}

test('a cluster that runs its own Argo CD is addressed as that, and Argo CD manages itself there', (t) => {
  const applications = applicationsOf(renderedArgoCD(environmentOf('prod')));
  for (const { spec } of applications) {
    t.is(spec.destination.server, 'https://kubernetes.default.svc');
    t.is(spec.destination.name, undefined);
  }
  t.is(named(applications, 'ml-inference-prod-argo-cd').spec.source.helm?.releaseName, 'argocd');
});

test('a cluster of a hub is addressed by name; Applications are in the hub, which is managed elsewhere', (t) => {
  const rendered = renderedArgoCD(environmentOf('prod', { gitops: { destinationCluster: 'prod-eks' } }));
  const [roots, others] = partition(applicationsOf(rendered), ({ metadata }) => metadata.name.endsWith('-root'));
  t.deepEqual(
    roots.map(({ spec }) => spec.destination),
    [{ namespace: 'argocd', server: 'https://kubernetes.default.svc' }],
  );
  t.true(others.length > 5);
  for (const { spec } of others) t.is(`${spec.destination.name} ${spec.destination.server}`, 'prod-eks undefined');
  for (const { metadata, spec } of projectsOf(rendered)) {
    const cluster = metadata.name.endsWith('-root') ? 'https://kubernetes.default.svc' : 'prod-eks';
    t.true(spec.destinations.every((destination) => (destination.server ?? destination.name) === cluster));
  }
  t.false(others.some(({ metadata }) => metadata.name.endsWith('-argo-cd')));
  t.deepEqual(rendered.bootstrap, []);
});

test('sync windows hold for every project, the root included: what it prunes is deleted as well', (t) => {
  const window = {
    kind: 'deny',
    schedule: '0 22 * * 5',
    duration: '60h',
    timeZone: 'Australia/Sydney',
    manualSync: true,
  };
  const projects = projectsOf(renderedArgoCD(environmentOf('prod', { gitops: { syncWindows: [window] } })));
  for (const { spec } of projects) t.deepEqual(spec.syncWindows, [{ ...window, applications: ['*'] }]);
});

test('recipients of one trigger and service share an annotation, and the notifications controller is on', (t) => {
  const notifications = [
    { trigger: 'on-deployed', service: 'slack', recipient: '#ml' },
    { trigger: 'on-deployed', service: 'slack', recipient: '#ops' },
    { trigger: 'on-sync-failed', service: 'email', recipient: 'oncall@example.com' },
  ];
  const applications = applicationsOf(renderedArgoCD(environmentOf('prod', { gitops: { notifications } })));
  const { annotations } = named(applications, 'ml-inference-prod').metadata;
  t.is(annotations['notifications.argoproj.io/subscribe.on-deployed.slack'], '#ml;#ops');
  t.is(annotations['notifications.argoproj.io/subscribe.on-sync-failed.email'], 'oncall@example.com');
  const values = valuesOf(named(applications, 'ml-inference-prod-argo-cd'));
  t.is(values.notifications.enabled, true);
  for (const trigger of [
    'on-deployed',
    'on-health-degraded',
    'on-sync-failed',
    'on-sync-running',
    'on-sync-status-unknown',
    'on-sync-succeeded',
  ]) {
    const sends = /send: \[([a-z-]+)\]/.exec(values.notifications.triggers[`trigger.${trigger}`] ?? '')?.[1];
    t.regex(values.notifications.templates[`template.${sends}`] ?? '', /\{\{\.app\.metadata\.name\}\}/, trigger);
  }
});

test('without recipients, the notifications controller is off', (t) => {
  const applications = applicationsOf(renderedArgoCD(environmentOf('prod')));
  t.deepEqual(valuesOf(named(applications, 'ml-inference-prod-argo-cd')).notifications, { enabled: false } as never);
});

test('with automation off a commit is not synced by itself', (t) => {
  const applications = applicationsOf(
    renderedArgoCD(environmentOf('prod', { gitops: { autoSync: { enabled: false } } })),
  );
  for (const { spec } of applications) t.is(spec.syncPolicy.automated['enabled'], false);
});

interface ArgoCDValues {
  readonly notifications: {
    readonly enabled: boolean;
    readonly triggers: Readonly<Record<string, string>>;
    readonly templates: Readonly<Record<string, string>>;
  };
}

const valuesOf = ({ spec }: Application) => spec.source.helm?.valuesObject as ArgoCDValues;

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

test('nothing in an Application is empty: Argo CD removes that, and the root would differ from git for ever', (t) => {
  for (const name of environmentNames) {
    for (const { metadata, spec } of applicationsOf(renderedArgoCD(environmentOf(name)))) {
      // Argo CD stores Helm values as text, in which empty ones stay.
      const { source, ...rest } = spec;
      const { valuesObject, ...helm } = source.helm ?? {};
      t.deepEqual(emptyIn({ ...rest, source: { ...source, helm: source.helm && helm } }, []), [], metadata.name);
    }
  }
});

function emptyIn(value: unknown, path: readonly string[]): string[] {
  if (value === '') return [path.join('.')];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  return entries.length === 0 ? [path.join('.')] : entries.flatMap(([key, entry]) => emptyIn(entry, [...path, key]));
}
