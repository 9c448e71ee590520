import test from 'ava';
import { objectChanges, objectsIn } from '../../../generator/foretell/objects.js';

const about = { environment: 'prod', workload: 'a' };
const objectOf = (kind: string, edit: object, annotations: object = {}) =>
  objectsIn([JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'a', annotations }, ...edit })], 'n');
const spec = (edit: object) => ({ spec: edit });

const consequences: readonly (readonly [
  title: string,
  consequence: string,
  before: ReturnType<typeof objectsIn>,
  after: ReturnType<typeof objectsIn>,
])[] = [
  ['an object that goes', 'destroyed', objectOf('Service', {}), objectsIn([])],
  ['an object that comes', 'created', objectsIn([]), objectOf('Service', {})],
  [
    "a Deployment's pods",
    'restarts',
    objectOf('Deployment', spec({ template: { spec: { containers: [{ name: 'api', image: 'a' }] } } })),
    objectOf('Deployment', spec({ template: { spec: { containers: [{ name: 'api', image: 'b' }] } } })),
  ],
  [
    "a Deployment's selector",
    'replaced',
    objectOf('Deployment', spec({ selector: { a: 'b' } })),
    objectOf('Deployment', spec({ selector: { a: 'c' } })),
  ],
  ['a quota', 'changed in place', objectOf('ResourceQuota', spec({ a: 1 })), objectOf('ResourceQuota', spec({ a: 2 }))],
  [
    "a load balancer's scheme",
    'replaced',
    objectOf('Service', {}, { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' }),
    objectOf('Service', {}, { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' }),
  ],
  [
    "an Ingress' group",
    'replaced',
    objectOf('Ingress', {}, { 'alb.ingress.kubernetes.io/group.name': 'a' }),
    objectOf('Ingress', {}, { 'alb.ingress.kubernetes.io/group.name': 'b' }),
  ],
];

for (const [title, consequence, before, after] of consequences) {
  test(`${title}: ${consequence}`, (t) => {
    const changes = objectChanges(about, before, after);
    t.deepEqual(
      changes.map((change) => change.consequence),
      [consequence as 'replaced'],
    );
    t.deepEqual(objectChanges(about, before, before), []);
  });
}

test('the label of a chart on an object is nothing that anybody has to know', (t) => {
  const labelled = (version: string) =>
    objectsIn([`kind: Service\nmetadata: { name: a, labels: { helm.sh/chart: "a-${version}" } }`]);
  t.deepEqual(objectChanges(about, labelled('1'), labelled('2')), []);
});

test('an object is known by kind, namespace and name', (t) => {
  const text = '# nothing\n---\nkind: A\nmetadata: { name: x }\n---\nkind: B\nmetadata: { name: y, namespace: z }\n';
  t.deepEqual([...objectsIn([text], 'n').keys()], ['A n/x', 'B z/y']);
  t.deepEqual([...objectsIn([text]).keys()], ['A x', 'B z/y']);
});
