import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@inference-gitops/service/config.js';
import { findModel } from '@inference-gitops/service/find-model.js';
import test from 'ava';

const NAMES: readonly (readonly [string, string])[] = [
  ['fraud.onnx', 'fraud'],
  ['fraud-v7.2_final.onnx', 'fraud-v7.2_final'],
  ['fraud v7 (final).onnx', 'fraud-v7--final-'],
  ['--fraud.onnx', 'fraud'],
  ['ÄÖÜ.onnx', 'model'],
  [`${'x'.repeat(120)}.onnx`, 'x'.repeat(100)],
  ['fraud', 'fraud'],
];

test('a model is named after its file, within the characters of a name', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'find-model-'));
  t.teardown(() => rm(folder, { recursive: true }));
  for (const [file, name] of NAMES) {
    const path = join(folder, file);
    await writeFile(path, 'bytes');
    const { identity } = await findModel(readConfig({ MODEL_PATH: path }));
    t.is(identity.name, name);
    t.is(readConfig({ MODEL_NAME: identity.name }).MODEL_NAME, name, 'is a valid name');
    t.is(identity.version, identity.sha256.slice(0, 12));
  }
});

test('MODEL_NAME and MODEL_VERSION take the place of what the file gives', async (t) => {
  const config = readConfig({ MODEL_DEFAULT: 'allowed', MODEL_NAME: 'a', MODEL_VERSION: 'b', N_ESTIMATORS: '1' });
  t.like((await findModel(config)).identity, { name: 'a', version: 'b' });
});
