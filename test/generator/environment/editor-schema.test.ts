import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { parse } from 'yaml';
import { editorSchema } from '../../../generator/environment/editor-schema.js';
import { repositoryRoot } from '../../../tools/folders.js';
import { type FileName, replaceOnce, shippedFiles } from '../../helpers/repository.js';

const schema: object = JSON.parse(readFileSync(join(repositoryRoot, 'environments/schema.json'), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(schema);
const accepts = (text: string): boolean => validate(parse(text));

test('environments/schema.json is what the schema gives: run npm run schema after a change', (t) => {
  t.deepEqual(schema, JSON.parse(JSON.stringify(editorSchema())));
});

for (const [name, text] of Object.entries(shippedFiles)) {
  test(`an editor finds nothing wrong with ${name}.yaml, and is pointed to the schema by its first line`, (t) => {
    t.true(accepts(text), JSON.stringify(validate.errors));
    t.is(text.split('\n')[0], '# yaml-language-server: $schema=./schema.json');
  });
}

const typos: readonly (readonly [file: FileName, from: string, to: string])[] = [
  ['prod', 'natGateways:', 'natGateway:'],
  ['prod', 'natGateways: one-per-az', 'natGateways: one'],
  ['prod', 'deletionProtection: true', 'deletionProtection: "true"'],
  ['prod', '"111122223333"', '111122223333'],
  ['defaults', 'memory: 512Mi', 'memory: 512MiB'],
  ['defaults', 'max: 10', 'max: 0'],
  ['prod', 'access: admin', 'access: root'],
  ['prod', '    - name: general\n', '    - nmae: general\n'],
  ['prod', '    secretRecoveryDays: 30', '    secretRecoveryDays: 3'],
  ['prod', '    secretRecoveryDays:', '    secretsRecoveryDays:'],
  ['defaults', 'chartVersion:', 'chartversion:'],
  ['defaults', 'version: "1.35"', 'version: 1.35'],
];

for (const [file, from, to] of typos) {
  test(`an editor marks «${to.trim()}» in ${file}.yaml`, (t) =>
    t.false(accepts(replaceOnce(shippedFiles[file], from, to))));
}

test('an editor explains every key', (t) => {
  const { properties } = schema as { properties: Record<string, { description?: string }> };
  for (const [key, { description }] of Object.entries(properties)) t.truthy(description, key);
});
