import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchKeyFile } from '@inference-gitops/service/key-file.js';
import test from 'ava';
import { spawnService } from './support/process.js';
import { post, ROW } from './support/service.js';

const until = async (isDone: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
};

test('keys that change in their file count without a restart, and the old ones no more', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  t.teardown(() => rm(folder, { recursive: true }));
  // As Kubernetes mounts a Secret: the file is a link into a folder, which is a link that is replaced.
  const path = join(folder, 'API_KEYS');
  await writeFile(join(folder, 'one'), 'old-key\n');
  await writeFile(join(folder, 'two'), 'new-key,next-key\n');
  await symlink('one', path);
  const { url, output } = await spawnService(t, { API_KEYS_FILE: path });
  const statusWith = async (key: string): Promise<number> =>
    (await post(`${url}/predict-single`, { features: ROW }, { 'x-api-key': key })).status;
  t.deepEqual([await statusWith('old-key'), await statusWith('new-key')], [200, 401]);
  await symlink('two', `${path}.new`);
  await rename(`${path}.new`, path);
  await until(async () => (await statusWith('new-key')) === 200);
  t.deepEqual([await statusWith('old-key'), await statusWith('next-key')], [401, 200]);
  t.notRegex(output(), /new-key|old-key/);
});

test('a file of keys that cannot be used leaves the keys as they were, and is logged once', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'API_KEYS');
  const used: (readonly string[])[] = [];
  const logged: unknown[] = [];
  const log = { info: () => {}, error: (fields: unknown) => logged.push(fields) } as unknown as Parameters<
    typeof watchKeyFile
  >[2];
  await writeFile(path, 'first');
  watchKeyFile(path, (keys) => used.push(keys), log);
  await until(() => used.length === 1);
  await writeFile(path, '\n');
  await until(() => logged.length === 1);
  await rm(path);
  await until(() => logged.length === 2);
  await writeFile(path, 'second');
  await until(() => used.length === 2);
  t.deepEqual(used, [['first'], ['second']]);
  t.regex(JSON.stringify(logged), /holds no key.*ENOENT/);
});
