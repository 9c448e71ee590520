import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@inference-gitops/service/config.js';
import test from 'ava';

async function fileWith(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'secret-files-')), 'API_KEYS');
  await writeFile(path, text);
  return path;
}

test('a setting comes from the file that it points to', async (t) => {
  t.deepEqual(readConfig({ API_KEYS_FILE: await fileWith('first,second\n') }).API_KEYS, ['first', 'second']);
});

test('one line break at the end of a file is left out, in either form, and nothing else', async (t) => {
  for (const text of ['fraud', 'fraud\n', 'fraud\r\n']) {
    t.is(readConfig({ MODEL_NAME_FILE: await fileWith(text) }).MODEL_NAME, 'fraud');
  }
  const path = await fileWith('fraud\n\n');
  t.throws(() => readConfig({ MODEL_NAME_FILE: path }), { message: /MODEL_NAME must be/ });
});

test('a secret file that is missing stops the start: the service would be open', (t) => {
  t.throws(() => readConfig({ API_KEYS_FILE: '/nowhere/API_KEYS' }), {
    message: "API_KEYS_FILE: /nowhere/API_KEYS can't be read (ENOENT).",
  });
});

test('a secret file that is empty stops the start, too', async (t) => {
  const path = await fileWith('');
  t.throws(() => readConfig({ API_KEYS_FILE: path }), { message: /API_KEYS is set but holds no key/ });
});

test('a setting given twice is refused', async (t) => {
  const path = await fileWith('key');
  t.throws(() => readConfig({ API_KEYS: 'key', API_KEYS_FILE: path }), { message: /both set/ });
});
