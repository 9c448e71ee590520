import test from 'ava';
import fc from 'fast-check';
import { parse, parseDocument, stringify } from 'yaml';
import { isPlainObject } from '../../../generator/base/merge.js';
import { migrateTexts } from '../../../generator/environment/migrations.js';
import type { Environment } from '../../../generator/environment/resolve.js';
import { anyText } from '../../helpers/hostile.js';
import { loaded, sourcesOf, type Texts } from '../../helpers/load.js';
import { replaceOnce } from '../../helpers/repository.js';
import { firstVersionFiles as first } from '../../helpers/version-1.js';

const nameOf = (file: string) => file.replace(/^environments\/(.*)\.yaml$/, '$1');

/** What upgrade makes of these files: those that change, and the others as they are. */
const migrated = (texts: Texts): Texts => ({
  ...texts,
  ...Object.fromEntries([...migrateTexts(sourcesOf(texts))].map(([file, text]) => [nameOf(file), text])),
});

const errorsIn = (texts: Texts) => loaded(texts).problems.filter(({ severity }) => severity === 'error');
const environmentsIn = (texts: Texts): readonly Environment[] => loaded(texts).environments;

test('the files that shipped mean the same afterwards, and no warning is left', (t) => {
  const after = migrated(first);
  t.deepEqual(loaded(after).problems, []);
  t.deepEqual(environmentsIn(after), environmentsIn(first));
});

test('a second migration changes nothing, and the first changes none of its input', (t) => {
  const sources = sourcesOf(first);
  const before = structuredClone(sources);
  const once = migrateTexts(sources);
  t.deepEqual(sources, before);
  t.deepEqual(migrateTexts(sources), once);
  t.is(once.size, 4);
  t.is(migrateTexts(sourcesOf(migrated(first))).size, 0);
});

test('every comment stays, and so does every flow collection', (t) => {
  const after = migrated(first);
  for (const [name, text] of Object.entries(first)) {
    for (const [comment] of text.matchAll(/#.*$/gm)) t.true(after[name]?.includes(comment), comment);
    for (const [flow] of text.matchAll(/[[{].*[\]}]/g)) t.true(after[name]?.includes(flow), flow);
  }
});

test('a file of version 2 is not touched beside files of version 1', (t) => {
  const texts = { defaults: first['defaults'] as string, other: 'apiVersion: inference-gitops/v2\nname:   other\n' };
  t.deepEqual([...migrateTexts(sourcesOf(texts)).keys()], ['environments/defaults.yaml']);
});

const plain = 'apiVersion: inference-gitops/v1\nname: a\n';
const upgraded = plain.replace('v1', 'v2');

const texts: readonly (readonly [title: string, before: Texts, after: Texts])[] = [
  [
    'order, quotes, comments and blank lines',
    {
      a:
        `# top\n${plain}\n# of the workload\nworkload: # here\n  replicas:\n    max: 3 # few\n\n` +
        `  config: {A: 'b', "C": "d"}\n\ngitops:\n  cascadeDelete: false\n# last\n`,
    },
    {
      a:
        `# top\n${upgraded}\n# of the workload\nworkloads:\n  ml-inference:\n    # here\n` +
        `    replicas:\n      max: 3 # few\n\n    config: {A: 'b', "C": "d"}\n\ngitops:\n` +
        '  cascadeDelete: false\n\n# last\n',
    },
  ],
  [
    'names that are derived go, others stay',
    { a: `${plain}workload: { namespace: ml-inference, name: other-api, roleName: ml-inference-pod-role }\n` },
    { a: `${upgraded}workloads:\n  ml-inference: { name: other-api }\n` },
  ],
  [
    'a workload of which everything is derived',
    { a: `${plain}workload:\n  name: ml-inference-api\n` },
    { a: `${upgraded}workloads:\n  ml-inference: {}\n` },
  ],
  [
    'exposure alone',
    { a: `${plain}exposure:\n  loadBalancer: { scheme: internal } # inside\n` },
    {
      a: `${upgraded}workloads:\n  ml-inference:\n    exposure:\n      loadBalancer: { scheme: internal } # inside\n`,
    },
  ],
  [
    'node groups, which go over all zones as before',
    {
      a:
        `${plain}cluster:\n  nodeGroups:\n    - &first\n      name: b # steady\n      max: 2 # few\n` +
        '    - { <<: *first, name: c }\nworkload: {}\n',
    },
    {
      a:
        `${upgraded}cluster:\n  nodeGroups:\n    - &first\n      name: b # steady\n      max: 2 # few\n` +
        '      zones: all\n    - { <<: *first, name: c, zones: all }\nworkloads:\n  ml-inference: {}\n',
    },
  ],
  [
    'node groups behind an alias, and something that is none',
    {
      a: `${plain}x-groups: &groups [ { name: b }, 7 ]\ncluster: { nodeGroups: *groups }\nworkload: {}\n`,
    },
    {
      a:
        `${upgraded}x-groups: &groups [ { name: b, zones: all }, 7 ]\ncluster: { nodeGroups: *groups }\n` +
        'workloads:\n  ml-inference: {}\n',
    },
  ],
  [
    'objectives, with what stays beside them',
    { a: `${plain}observability:\n  alarmEmails: [a@example.com]\n  availabilityObjective: 99.9 # nines\n` },
    {
      a:
        `${upgraded}observability:\n  alarmEmails: [a@example.com]\nworkloads:\n  ml-inference:\n` +
        '    objectives:\n      availability: 99.9 # nines\n',
    },
  ],
  [
    'objectives that were all of their section',
    { a: `${plain}observability:\n  latencyObjectiveSeconds: 1\n` },
    { a: `${upgraded}workloads:\n  ml-inference:\n    objectives:\n      latencySeconds: 1\n` },
  ],
  [
    'an environment that inherits its version and its workload',
    { defaults: 'apiVersion: inference-gitops/v1\nworkload:\n  replicas: { max: 3 }\n', a: 'name: a\n' },
    {
      defaults:
        'apiVersion: inference-gitops/v2\nworkloadDefaults:\n  replicas: { max: 3 }\nworkloads:\n' +
        '  ml-inference: {}\n',
      a: 'name: a\n',
    },
  ],
  [
    'an environment that inherits its version and says something of its workload',
    {
      defaults: 'apiVersion: inference-gitops/v1\nworkload:\n  replicas: { max: 3 }\n',
      a: 'name: a\nworkload: { replicas: { max: 4 } }\n',
    },
    {
      defaults:
        'apiVersion: inference-gitops/v2\nworkloadDefaults:\n  replicas: { max: 3 }\nworkloads:\n' +
        '  ml-inference: {}\n',
      a: 'name: a\nworkloads:\n  ml-inference: { replicas: { max: 4 } }\n',
    },
  ],
  [
    'names of the defaults that aren’t derived, and an environment that goes back to them',
    {
      defaults: 'apiVersion: inference-gitops/v1\nworkload:\n  namespace: models\n  replicas: { max: 3 }\n',
      a: 'name: a\nworkload: { namespace: ml-inference }\n',
    },
    {
      defaults:
        'apiVersion: inference-gitops/v2\nworkloadDefaults:\n  replicas: { max: 3 }\nworkloads:\n' +
        '  ml-inference:\n    namespace: models\n',
      a: 'name: a\nworkloads:\n  ml-inference: { namespace: ml-inference }\n',
    },
  ],
  [
    'a workload on one line, and what joins it',
    { a: `${plain}workload: {replicas: {max: 3}, name: ml-inference-api}\nexposure:\n  ingress: {host: a.b}\n` },
    {
      a:
        `${upgraded}workloads:\n  ml-inference:\n    replicas: {max: 3}\n    exposure:\n` +
        '      ingress: {host: a.b}\n',
    },
  ],
  [
    'objectives on one line with others',
    { a: `${plain}observability: { alarmEmails: [], latencyObjectiveSeconds: 1 }\n` },
    {
      a:
        `${upgraded}observability: { alarmEmails: [] }\nworkloads:\n  ml-inference:\n` +
        '    objectives:\n      latencySeconds: 1\n',
    },
  ],
  [
    'a whole file on one line',
    { a: '{ apiVersion: inference-gitops/v1, name: a, workload: { replicas: {max: 3} } }\n' },
    { a: '{ apiVersion: inference-gitops/v2, name: a, workloads: { ml-inference: { replicas: {max: 3} } } }\n' },
  ],
  [
    'no defaults',
    { a: `${plain}workload:\n  replicas: { max: 3 }\n` },
    { a: `${upgraded}workloads:\n  ml-inference:\n    replicas: { max: 3 }\n` },
  ],
  [
    'anchors and aliases',
    { a: `${plain}workload:\n  config: &c { A: b }\ngitops:\n  x: *c\n` },
    { a: `${upgraded}workloads:\n  ml-inference:\n    config: &c { A: b }\ngitops:\n  x: *c\n` },
  ],
  ['a file that isn’t YAML', { a: `${plain}workload: [\n` }, { a: `${plain}workload: [\n` }],
];

for (const [title, before, after] of texts) {
  test(`the text afterwards: ${title}`, (t) => {
    t.deepEqual(migrated(before), after);
    t.deepEqual(migrated(after), after);
  });
}

test('an alias for the whole workload means the same afterwards', (t) => {
  const text = `${plain}cluster: &w { replicas: { max: 3 } }\nworkload: *w\n`;
  const { a = '' } = migrated({ a: text });
  t.deepEqual(parse(a)['workloads'], { 'ml-inference': { replicas: { max: 3 } } });
  t.is(migrateTexts(sourcesOf({ a })).size, 0);
});

const quantity = fc.constantFrom('1', '1500m', '1.25');

/** Something that an environment of version 1 may say, as its file would. */
const anyEdit = fc.record(
  {
    workload: fc.record(
      {
        namespace: fc.constantFrom('ml-inference', 'models'),
        name: fc.constantFrom('ml-inference-api', 'models-api'),
        roleName: fc.constantFrom('ml-inference-pod-role', 'models-role'),
        replicas: fc.record({ max: fc.integer({ min: 2, max: 4 }) }),
        resources: fc.record({ limits: fc.record({ cpu: quantity }) }),
        config: fc.dictionary(fc.constantFrom('LOG_LEVEL', 'A', 'B'), fc.string({ maxLength: 20 }), {
          noNullPrototype: true,
        }),
        secrets: fc.constantFrom([], [{ name: 'a', variable: 'A_KEY' }]),
        secretRecoveryDays: fc.constantFrom(0, 7, 30),
        quota: fc.constant({
          requests: { cpu: '60', memory: '120Gi', ephemeralStorage: '40Gi' },
          limits: { cpu: '240', memory: '240Gi', ephemeralStorage: '160Gi' },
          pods: 300,
        }),
      },
      { requiredKeys: [] },
    ),
    exposure: fc.record({ loadBalancer: fc.record({ scheme: fc.constantFrom('internal', 'internet-facing') }) }),
    observability: fc.record(
      {
        availabilityObjective: fc.constantFrom(99, 99.9),
        latencyObjectiveSeconds: fc.constantFrom(0.5, 1),
        containerInsights: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** Says more in a file, as a person would: by setting keys. */
function saying(text: string, edit: object): string {
  const document = parseDocument(text);
  const set = (path: readonly string[], value: unknown): void => {
    if (isPlainObject(value) && path.at(-1) !== 'quota')
      for (const [key, inner] of Object.entries(value)) set([...path, key], inner);
    else document.setIn(path, document.createNode(value));
  };
  set([], edit);
  return document.toString({ lineWidth: 0 });
}

/** Dev without the quota that holds its own three pods only. */
const dev = (first['dev'] ?? '').replace(/ {2}quota:\n(?: {4}.*\n)+/, '');
const defaults = first['defaults'] ?? '';

/** Environments of their own accounts, so that nothing collides. */
function generated(ofDefaults: object, edits: readonly object[]): Texts {
  const environments = edits.map((edit, index) => {
    const account = `77778888${String(index).padStart(4, '0')}`;
    const own = replaceOnce(dev, 'name: dev', `name: e${index}`)
      .replaceAll('777788889999', account)
      .replaceAll('10.2.', `10.${index}.`)
      .replace('ml-inference-dev-cluster', `c${index}`);
    return [`e${index}`, saying(own, edit)] as const;
  });
  return { defaults: saying(defaults, ofDefaults), ...Object.fromEntries(environments) };
}

test('twenty environments that are made up, over defaults that are: the same before and after', (t) => {
  for (const [ofDefaults, edits] of fc.sample(fc.tuple(anyEdit, fc.array(anyEdit, { minLength: 20, maxLength: 20 })), {
    numRuns: 5,
    seed: 15,
  })) {
    const before = generated(ofDefaults, edits);
    const after = migrated(before);
    t.deepEqual(errorsIn(before), []);
    t.deepEqual(errorsIn(after), []);
    t.deepEqual(environmentsIn(after), environmentsIn(before), stringify({ ofDefaults, edits }));
    t.is(environmentsIn(before).length, 20);
    t.deepEqual(migrated(after), after);
  }
});

const withConfig = (text: string) => saying(dev, { workload: { config: { TEXT: text } } });

test('hostile texts stay what they were', (t) => {
  for (const text of fc.sample(anyText, { numRuns: 300, seed: 15 })) {
    const { dev: after = '' } = migrated({ defaults, dev: withConfig(text) });
    const read = parse(after, { version: '1.2' }) as { workloads: Record<string, { config: unknown }> };
    t.deepEqual(
      read.workloads['ml-inference']?.config,
      parse(withConfig(text), { version: '1.2' }).workload.config,
      JSON.stringify(text),
    );
  }
});

test('a text like the mark of a copied collection stays what it was', (t) => {
  const text = `${plain}workload:\n  config: { A: copied0., B: "copied-1." }\n  secrets: [copied0., copied-0.]\n`;
  const { a = '' } = migrated({ a: text });
  t.deepEqual(parse(a).workloads['ml-inference'], parse(text).workload);
});
