import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { acquireLock, holderName, LockedError } from '../../../generator/tree/lock.js';
import { folderWith } from '../../helpers/repository.js';

/** No process has this number. */
const gone = holderName(2 ** 22 + 1);
const elsewhere = gone.replace(`@${encodeURIComponent(hostname())}@`, '@another%20host@');

test('a lock of a process that is gone is taken over, on this host', async (t) => {
  const file = join(folderWith(t, { lock: gone }), 'lock');
  const lock = await acquireLock(file, { patience: 0 });
  t.notThrows(() => lock.assertHeld());
  lock.release();
  t.false(existsSync(file));
});

test('a lock of another host is never taken over: nobody here can tell whether its process lives', async (t) => {
  const file = join(folderWith(t, { lock: elsewhere }), 'lock');
  const error = await t.throwsAsync(acquireLock(file, { patience: 100 }), { instanceOf: LockedError });
  t.regex(error.message, /^process 4194305 on another host is rendering here\. Wait for it; .*delete .*lock\.$/);
  t.is(readFileSync(file, 'utf8'), elsewhere);
});

test('what waiting runs of another host have left is not cleared away', async (t) => {
  const folder = folderWith(t, { [`lock.${elsewhere}`]: elsewhere, [`lock.${gone}`]: gone });
  (await acquireLock(join(folder, 'lock'), { patience: 0 })).release();
  t.true(existsSync(join(folder, `lock.${elsewhere}`)));
  t.false(existsSync(join(folder, `lock.${gone}`)));
});

test('a lock whose holder nobody can read is not taken over', async (t) => {
  const file = join(folderWith(t, { lock: 'somebody' }), 'lock');
  await t.throwsAsync(acquireLock(file, { patience: 50 }), { message: /^another run is rendering here/ });
  t.is(readFileSync(file, 'utf8'), 'somebody');
});
