import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import which from 'which';
import { Document, isScalar, parse, visit } from 'yaml';
import { run } from '../helpers/commands.js';
import { anyKey, anyText, hostileStrings } from '../helpers/hostile.js';
import { readByHelm, readByTerraform } from '../helpers/readers.js';
import { environmentFiles, folderWith, shippedFiles } from '../helpers/repository.js';

/** Checks for characters that are refused in environment files, as environment/bad-input.test.ts shows. */
const isRefused = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are refused
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/.test(text);

/** Checks that a text is accepted, and short enough to be in several fields of a file, which may have 256 KiB. */
const fits = (text: string) => text.length < 65536 && !isRefused(text);

const texts = [...hostileStrings, ...fc.sample(anyText, 100)].filter(fits);
const keys = [...new Set([...hostileStrings, ...fc.sample(anyKey, 60)])].filter(
  (key) => key.length <= 200 && !isRefused(key),
);
const values = { texts, keys: Object.fromEntries(keys.map((key, index) => [key, texts[index] ?? ''])) };
const config = Object.fromEntries(texts.map((text, index) => [`V${index}`, text]));
// Characters that AWS accepts in tags, and keys that have a meaning in HCL.
const tags = { for: 'in', if: 'a = b', null: 'yes', true: '0777', é: '10:20:30', 'a b': 'x//y' };

/** The file of prod with hostile text in every field that accepts any text. */
const document = new Document(
  {
    ...parse(shippedFiles.prod),
    aws: { accountId: '111122223333', tags },
    workloads: { 'ml-inference': { ...parse(shippedFiles.prod).workloads['ml-inference'], config } },
    addons: { 'metrics-server': { values }, 'argo-cd': { values } },
    cluster: { ...parse(shippedFiles.prod).cluster, eksAddons: { coredns: { configuration: values } } },
  },
  { version: '1.2' },
);
// Plain, it would be the key that merges.
visit(document, {
  Scalar: (key, node) => {
    if (key === 'key' && isScalar(node) && node.value === '<<') node.type = 'QUOTE_DOUBLE';
  },
});
const hostile = document.toString({ lineWidth: 0 });

async function rendered(t: ExecutionContext): Promise<(path: string) => string> {
  const root = folderWith(t, environmentFiles({ defaults: shippedFiles.defaults, prod: hostile }));
  const outcome = await run('render', root);
  t.is(outcome.exitCode, 0, outcome.notes);
  return (path) => readFileSync(join(root, 'rendered/prod', path), 'utf8');
}

test('hostile text arrives unchanged in Argo CD’s objects, Helm values and the ConfigMap', async (t) => {
  const read = await rendered(t);
  const application = parse(read('argocd/addon-metrics-server.yaml').split('\n---\n').at(-1) ?? '', { version: '1.1' });
  t.like(application, { kind: 'Application' });
  t.deepEqual(pick(application.spec.source.helm.valuesObject), values);
  const byGo = (await readByHelm(
    t,
    read('argocd/addon-metrics-server.yaml').split('\n---\n').at(-1) ?? '',
  )) as typeof application;
  t.deepEqual(pick(byGo.spec.source.helm.valuesObject), values);
  t.deepEqual(pick((await readByHelm(t, read('bootstrap/argo-cd-values.yaml'))) as typeof values), values);
  const chart = (await readByHelm(t, read('workloads/ml-inference/chart/values.environment.yaml'))) as {
    config: Record<string, string>;
  };
  for (const [variable, text] of Object.entries(config)) t.is(chart.config[variable], text);
});

const pick = (all: typeof values) => ({ texts: all.texts, keys: all.keys });

test('hostile text in an environment arrives in Terraform exactly as it was written', async (t) => {
  if ((await which('terraform', { nothrow: true })) === null) {
    t.log('NOT RUN: terraform is not on PATH.');
    t.pass();
    return;
  }
  const read = await rendered(t);
  const { aws, cluster } = (await readByTerraform(t, { tfvars: read('terraform/prod.auto.tfvars') })) as unknown as {
    aws: { tags: Record<string, string> };
    cluster: { addons: { coredns: { configuration: string } } };
  };
  t.deepEqual(aws.tags, tags);
  t.deepEqual(JSON.parse(cluster.addons.coredns.configuration), values);
});
