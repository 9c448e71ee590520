import test from 'ava';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { render, renderAnew, renderText } from './helm.js';
import { only, parseObjects } from './objects.js';

const hostile = [
  'yes',
  'NO',
  'on',
  '~',
  'null',
  '0777',
  '1_000',
  '1e3',
  '0x1f',
  '12:30:45',
  '2026-01-01',
  '.inf',
  '=',
  '<<',
  '',
  ' leading and trailing ',
  'a: b',
  'a #b',
  '- a',
  '"',
  "'",
  '\\',
  'line\nbreak\r\n\tand tab',
  '---\nkind: Secret\n...\n',
  '{{ .Values }}',
  '{{ fail "x" }}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a hostile user would write
  '${file("/etc/passwd")}',
  '%{ if true }',
  '<script>&amp;',
  '\u0000\u0001\u0007\u001b\u007f\u0085\u00a0\u2028\u2029\ufeff\ufffe',
  'ünïcödé 日本語 🦄',
  'x'.repeat(100_000),
];

const configWith = (texts: readonly string[]) =>
  Object.fromEntries(texts.map((text, index) => [`V${index}`, text] as const));
/** Takes away what the chart sets itself. */
const noDefaults = { MODEL_DEFAULT: null, RANDOM_STATE: null, N_ESTIMATORS: null, LOG_LEVEL: null };

async function configOf(config: Readonly<Record<string, unknown>>) {
  const objects = await renderAnew({ config: { ...noDefaults, ...config } });
  const { MAX_QUEUE_SECONDS: _, ...data } = only(objects, 'ConfigMap', 'ml-inference-api-config').data ?? {};
  return data;
}

test('hostile text arrives as exactly that text', async (t) => {
  t.deepEqual(await configOf(configWith(hostile)), configWith(hostile));
});

test('any text arrives as exactly that text', async (t) => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 50 }), { minLength: 300, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(texts, async (some) => {
      t.deepEqual(await configOf(configWith(some)), configWith(some));
    }),
    { numRuns: 5 },
  );
});

test('any text arrives as exactly that text in a Secret, too', async (t) => {
  const variables = hostile.map((_, index) => ({ variable: `V${index}` }));
  const objects = await render({ secrets: { mode: 'plain', variables, values: configWith(hostile) } });
  t.deepEqual(only(objects, 'Secret').stringData, configWith(hostile));
});

for (const [given, text] of [
  [20250101, '20250101'],
  [4294967295, '4294967295'],
  [0, '0'],
  [-7, '-7'],
  [0.1, '0.1'],
  [1.5, '1.5'],
  [true, 'true'],
  [false, 'false'],
  ['20250101', '20250101'],
] as const) {
  test(`${JSON.stringify(given)} in the config is the text ${text}`, async (t) => {
    t.deepEqual(await configOf({ VALUE: given }), { VALUE: text });
  });
}

test('words that YAML takes for something else are good names of variables', async (t) => {
  const config = { ON: 'a', NO: 'b', Y: 'c', y: 'd', null: 'e' };
  t.deepEqual(await configOf(config), config);
});

test('hostile annotations, labels and variables stay in their place', async (t) => {
  const text = '"\n---\nkind: Secret\nx: {{ .Values }} # ';
  const objects = await render({
    podAnnotations: { 'example.com/a': text },
    service: { annotations: { 'example.com/a': text } },
    extraEnv: [{ name: 'A', value: text }],
  });
  const { template } = only(objects, 'Deployment').spec ?? {};
  t.is(template?.metadata?.annotations?.['example.com/a'], text);
  t.is(template?.spec?.containers[0]?.env?.at(-1)?.value, text);
  t.is(only(objects, 'Service', 'ml-inference-service').metadata?.annotations?.['example.com/a'], text);
  t.is(objects.length, (await render()).length);
});

test('what is rendered means the same to readers of YAML 1.1 and 1.2', async (t) => {
  const text = await renderText({ config: configWith(hostile) });
  const newer = parseAllDocuments(text, { version: '1.2' }).map((document) => (document as { toJS(): unknown }).toJS());
  t.deepEqual(newer as unknown[], parseObjects(text));
});
