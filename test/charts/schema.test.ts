import { readFile } from 'node:fs/promises';
import test from 'ava';
import { parse } from 'yaml';
import { chartFolder, refusal, type Values } from './helm.js';

interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
}

const read = (file: string) => readFile(`${chartFolder}/${file}`, 'utf8');
const schema = JSON.parse(await read('values.schema.json')) as Schema;
const defaults = parse(await read('values.yaml')) as Record<string, unknown>;

function* propertiesOf(node: Schema, path = ''): Generator<[string, Schema]> {
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    const name = path ? `${path}.${key}` : key;
    yield [name, child];
    yield* propertiesOf(child, name);
    if (child.items) yield* propertiesOf(child.items, `${name}[]`);
  }
}

test('every value has a description', (t) => {
  const silent = [...propertiesOf(schema)].filter(([, { description }]) => !description?.endsWith('.'));
  t.deepEqual(
    silent.map(([path]) => path),
    [],
  );
});

test('no map takes keys that it does not know, except maps of the user’s own', (t) => {
  const open = [...propertiesOf(schema)].filter(([, node]) => node.properties && node.additionalProperties !== false);
  t.is(schema.additionalProperties, false);
  t.deepEqual(
    open.map(([path]) => path).filter((path) => path !== 'extraEnv[]'),
    [],
  );
});

test('every value has a default, and every default is described', (t) => {
  const known = [...propertiesOf(schema)]
    .map(([path]) => path)
    .filter((path) => path !== 'global' && !path.includes('[]'));
  const given = (value: unknown, path: string): string[] => {
    if (!known.some((name) => name.startsWith(`${path}.`))) return [path];
    return [path, ...Object.entries(value as object).flatMap(([key, child]) => given(child, `${path}.${key}`))];
  };
  const keys = Object.entries(defaults).flatMap(([key, value]) => given(value, key));
  t.deepEqual(keys.toSorted(), known.toSorted());
});

/** Values that the schema refuses, and the path in Helm's message. */
const refused: Record<string, [Values, RegExp]> = {
  'an unknown value': [{ replicas: 3 }, /additional properties 'replicas' not allowed/],
  'an unknown value deep down': [{ image: { tags: 'x' } }, /at '\/image'.*'tags'/],
  'a quoted boolean': [{ loadBalancer: { enabled: 'true' } }, /at '\/loadBalancer\/enabled'/],
  'a quoted number': [{ autoscaling: { minReplicas: '2' } }, /at '\/autoscaling\/minReplicas'/],
  'no replicas': [{ autoscaling: { minReplicas: 0 } }, /at '\/autoscaling\/minReplicas'/],
  'a name that is no DNS label': [{ name: 'ML_Inference' }, /at '\/name'/],
  'a name too long for what is derived from it': [{ name: 'a'.repeat(51) }, /at '\/name'/],
  'a tag that is no tag': [{ image: { tag: 'a b' } }, /at '\/image\/tag'/],
  'a digest that is too short': [{ image: { digest: 'sha256:abc' } }, /at '\/image\/digest'/],
  'a role that is no role': [{ serviceAccount: { roleArn: 'arn:aws:iam::1:user/x' } }, /roleArn/],
  'a quantity that is none': [{ resources: { requests: { memory: '512MB' } } }, /\/resources\/requests\/memory/],
  'a range that is none': [{ loadBalancer: { sourceRanges: ['anywhere'] } }, /sourceRanges/],
  'nobody who may connect': [{ loadBalancer: { sourceRanges: [] } }, /sourceRanges/],
  'a scheme that AWS lacks': [{ loadBalancer: { scheme: 'public' } }, /scheme/],
  'a privileged port, which a plain user can’t open': [{ ports: { http: 80 } }, /\/ports\/http/],
  'a variable that the chart sets': [{ config: { PORT: '80' } }, /invalid propertyName 'PORT'/],
  'a variable that is none': [{ config: { 'A-B': '1' } }, /invalid propertyName 'A-B'/],
  'a map as a variable': [{ config: { A: { b: 1 } } }, /\/config\/A/],
  'a mode of secrets that is none': [{ secrets: { mode: 'vault' } }, /\/secrets\/mode/],
  'a model from elsewhere': [{ model: { uri: 'https://example.com/m.onnx' } }, /\/model\/uri/],
  'an objective beyond reach': [{ monitoring: { rules: { availabilityObjective: 100 } } }, /availabilityObjective/],
  'a latency that no bucket measures': [
    { monitoring: { rules: { latencyObjectiveSeconds: 0.3 } } },
    /latencyObjectiveSeconds/,
  ],
  'a runbook with an anchor of its own': [
    { monitoring: { rules: { runbookURL: 'https://x.example/#a' } } },
    /runbookURL/,
  ],
  'an object that is none': [{ extraObjects: [{ kind: 'ConfigMap' }] }, /extraObjects/],
};

for (const [what, [values, path]] of Object.entries(refused)) {
  test(`the schema refuses ${what}`, async (t) => {
    t.regex(await refusal(values), path);
  });
}
