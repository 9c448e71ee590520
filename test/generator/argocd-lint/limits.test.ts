import test from 'ava';
import { lint } from '../../argocd/rendering.js';
import { type Damage, damaged, prod } from './damage.js';

type Place = Pick<Damage, 'of' | 'at'>;

/** Values of one place: those that the rule takes, and those in which it finds something. */
interface Limit extends Place {
  readonly limit: string;
  readonly rule: string;
  readonly taken: readonly unknown[];
  readonly found: readonly unknown[];
}

const wave = 'argocd.argoproj.io/sync-wave';
const project = { of: 'project' } as const;
const workload = { of: 'workload' } as const;
const option = ['spec', 'syncPolicy', 'syncOptions', 5];

/** Every option of Argo CD 3.6 with every value that it has: docs/user-guide/sync-options.md. */
const syncOptions = [
  ...['ApplyOutOfSyncOnly', 'ClientSideApplyMigration', 'CreateNamespace', 'FailOnSharedResource', 'Force'],
  ...['PruneLast', 'Replace', 'RespectIgnoreDifferences', 'ServerSideApply', 'SkipDryRunOnMissingResource', 'Validate'],
].flatMap((name) => [`${name}=true`, `${name}=false`]);
const confirmable = ['Delete', 'Prune'].flatMap((name) =>
  ['true', 'false', 'confirm'].map((value) => `${name}=${value}`),
);
const propagation = ['foreground', 'background', 'orphan'].map((value) => `PrunePropagationPolicy=${value}`);

const window = { kind: 'deny', schedule: '0 22 * * 5', duration: '1h', timeZone: 'UTC', applications: ['*'] };
const beside = (other: object) => [window, { ...window, ...other }];
const ignoring = (entry: object) => [{ group: 'apps', kind: 'Deployment', ...entry }];
const patterns = ['*', 'a*', 'a?', '[a]', '{a,b}', '!a'];

const limits: readonly Limit[] = [
  {
    limit: 'every option with every value that Argo CD acts on',
    rule: 'sync-option',
    ...workload,
    at: option,
    taken: [...syncOptions, ...confirmable, ...propagation],
    found: ['Force=confirm', 'PrunePropagationPolicy=true', 'Delete=', 'Prune', 'prune=true', 'Validate=yes'],
  },
  {
    limit: 'whole numbers',
    rule: 'sync-wave',
    ...workload,
    at: ['metadata', 'annotations', wave],
    taken: ['0', '-100', '+5', '10'],
    found: ['', '1.0', ' 5', '1e3', '--1'],
  },
  {
    limit: 'one exact revision',
    rule: 'revision',
    ...workload,
    at: ['spec', 'source', 'targetRevision'],
    taken: ['main', '1.2.3', 'v1.2.3', 'refs/tags/v1', 'release/3', 'fix-x', '0'.repeat(40)],
    found: ['HEAD', '', '1.x', '1.X.0', 'x', '1.*', '^1.2', '~1.2', '>=1', '<2', '1 2', '1||2'],
  },
  {
    limit: 'what one of the lists of pointers holds',
    rule: 'ignore-differences',
    ...workload,
    at: ['spec', 'ignoreDifferences'],
    taken: [
      ignoring({ jsonPointers: ['/a'] }),
      ignoring({ jqPathExpressions: ['.a'] }),
      ignoring({ managedFieldsManagers: ['a'] }),
      ignoring({ group: '*', jsonPointers: ['/a'] }),
    ],
    found: [ignoring({}), ignoring({ jsonPointers: [] }), ignoring({ group: '', jsonPointers: ['/a'] })],
  },
  {
    limit: 'windows that differ in any of what tells them apart',
    rule: 'sync-window',
    ...project,
    at: ['spec', 'syncWindows'],
    taken: [
      [window],
      beside({ kind: 'allow' }),
      beside({ schedule: '1 22 * * 5' }),
      beside({ duration: '2h' }),
      beside({ timeZone: 'Europe/Paris' }),
      beside({ applications: ['a'] }),
      beside({ applications: [], namespaces: ['a'] }),
      beside({ applications: [], clusters: ['a'] }),
    ],
    found: [beside({}), beside({ manualSync: true }), [{ ...window, applications: [] }]],
  },
  {
    limit: 'durations and time zones that Go reads',
    rule: 'sync-window',
    ...project,
    at: ['spec', 'syncWindows'],
    taken: [
      ...['1h', '90m', '30s', '1.5h', '1h30m'].map((duration) => [{ ...window, duration }]),
      ...['', 'UTC', 'Australia/Sydney'].map((timeZone) => [{ ...window, timeZone }]),
    ],
    found: [
      ...['', '1', '1d', 'h', '1 h', '-1h'].map((duration) => [{ ...window, duration }]),
      ...['Australia/Sidney', 'nowhere'].map((timeZone) => [{ ...window, timeZone }]),
    ],
  },
  {
    limit: 'names without a character of a pattern, in repositories',
    rule: 'project-limits',
    ...project,
    at: ['spec', 'sourceRepos', 1],
    taken: ['https://git.example.com/a!b.git'],
    found: patterns,
  },
  ...['server', 'name', 'namespace'].map(
    (key): Limit => ({
      limit: `names without a character of a pattern, in a destination’s ${key}`,
      rule: 'project-limits',
      ...project,
      at: ['spec', 'destinations', 1],
      taken: [{ [key]: 'a' }],
      found: patterns.map((pattern) => ({ [key]: pattern })),
    }),
  ),
  ...['clusterResourceWhitelist', 'namespaceResourceWhitelist'].flatMap((list) =>
    ['group', 'kind'].map(
      (key): Limit => ({
        limit: `names without a character of a pattern, in the ${key} of ${list}`,
        rule: 'project-limits',
        ...project,
        at: ['spec', list, 0],
        taken: list === 'clusterResourceWhitelist' ? [{ group: '', kind: 'Namespace' }] : [{ group: '', kind: 'Pod' }],
        found: patterns.map((pattern) => ({ group: 'a', kind: 'A', [key]: pattern })),
      }),
    ),
  ),
  {
    limit: 'an API group and a kind that the add-on’s project lists together',
    rule: 'project',
    of: 'addOnObject',
    at: ['apiVersion'],
    taken: ['external-secrets.io/v1', 'external-secrets.io/v1beta1'],
    found: ['external-secrets.example.com/v1', 'v1'],
  },
  {
    limit: 'Applications of Argo CD’s own API group, which the root may apply',
    rule: 'project',
    of: 'workload',
    at: ['apiVersion'],
    taken: ['argoproj.io/v1alpha1'],
    found: ['app.k8s.io/v1beta1', 'v1'],
  },
  {
    limit: 'a finalizer that cascades, of any policy',
    rule: 'root-finalizer',
    of: 'root',
    at: ['metadata', 'finalizers'],
    taken: [['example.com/mine'], ['resources-finalizer.argocd.argoproj.io.example.com']],
    found: [
      ['resources-finalizer.argocd.argoproj.io'],
      ['resources-finalizer.argocd.argoproj.io/foreground'],
      ['example.com/mine', 'resources-finalizer.argocd.argoproj.io/background'],
    ],
  },
];

const rulesFoundIn = (place: Place, to: unknown): string[] =>
  lint(prod, damaged({ ...place, to })).map(({ rule }) => rule);

for (const { limit, rule, taken, found, ...place } of limits) {
  test(`${rule} takes what is at its limit and finds what is beyond: ${limit}`, (t) => {
    for (const to of taken) t.false(rulesFoundIn(place, to).includes(rule), `takes ${JSON.stringify(to)}`);
    for (const to of found) t.true(rulesFoundIn(place, to).includes(rule), `finds ${JSON.stringify(to)}`);
  });
}

test('an Application of another API group is none of Argo CD’s, and may be managed with a finalizer', (t) => {
  const finalizers = ['metadata', 'finalizers'];
  const cascading = ['resources-finalizer.argocd.argoproj.io'];
  const kinds = damaged({ of: 'addOnObject', at: ['kind'], to: 'Application' });
  const manifests = kinds.map((manifest) => {
    if (!manifest.path.endsWith('/addon-external-secrets.yaml')) return manifest;
    const withFinalizer = damaged({ of: 'addOnObjects', at: finalizers, to: cascading });
    return withFinalizer.find(({ path }) => path === manifest.path) ?? manifest;
  });
  t.false(
    lint(prod, manifests)
      .map(({ rule }) => rule)
      .includes('root-finalizer'),
  );
});
