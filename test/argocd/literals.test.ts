import test from 'ava';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { environmentOf, lint, renderedArgoCD } from './rendering.js';

/** Texts that have been read as code by YAML, Handlebars, Helm or a shell, or as another type by Go programs. */
const notorious = [
  'yes',
  'NO',
  'on',
  '~',
  'null',
  '0777',
  '1_000',
  '0x1F',
  '1e3',
  '.',
  '.5',
  '-.inf',
  '12:30:45',
  '2026-11-22',
  '{{ .Values }}',
  '{{{raw}}}',
  `\${file("/etc/passwd")}`,
  '%{ if true }',
  '"}\n resource',
  "'",
  '"',
  '\\',
  '# no comment',
  'a: b',
  '- a',
  '&anchor',
  '*alias',
  '!!binary aGk=',
  '|',
  '>',
  '%YAML 1.1',
  '---',
  '...',
  '? key',
  '@',
  '`',
  ' padded ',
  'line\nbreak',
  '\r\n',
  '\t',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\ue0000\ue001',
  'é😀',
  '',
  'x'.repeat(100_000),
];

const text = fc.oneof(
  { arbitrary: fc.constantFrom(...notorious), weight: 3 },
  { arbitrary: fc.string({ unit: 'grapheme' }), weight: 1 },
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.boolean(),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__' && key.length < 100),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
})).value;

test('YAML reads back exactly the text of an environment, and the linter reads the same objects as Argo CD', (t) => {
  fc.assert(
    fc.property(json, fc.string({ unit: fc.constantFrom(...'aZ9#"\'\\$%&!|>:-,@`~') }), (value, tail) => {
      const environment = environmentOf('prod', {
        gitops: {
          repoURL: `https://git.example.com/${tail}x`,
          syncWindows: [{ kind: 'deny', schedule: '0 0 * * 5', duration: '1h' }],
        },
        addons: { 'metrics-server': { values: { hostile: value } } },
      });
      const { manifests } = renderedArgoCD(environment);
      for (const { content, objects } of manifests) t.deepEqual(parsed(content), objects);
      t.deepEqual(hostileValue(manifests.flatMap(({ objects }) => objects)), value);
      t.deepEqual(lint(environment, manifests), []);
    }),
    { numRuns: 60 },
  );
});

const parsed = (content: string) => {
  const documents = parseAllDocuments(content, { version: '1.1' });
  if ('empty' in documents) return [];
  for (const { errors } of documents) if (errors[0]) throw errors[0];
  return documents.map((document) => document.toJS() as unknown);
};

function hostileValue(objects: readonly unknown[]): unknown {
  const application = objects.find(
    (object) =>
      (object as { kind?: string } | null)?.kind === 'Application' &&
      (object as { metadata: { name: string } }).metadata.name === 'ml-inference-prod-metrics-server',
  ) as { spec: { source: { helm: { valuesObject: { hostile: unknown } } } } };
  return application.spec.source.helm.valuesObject.hostile;
}
