import { readFileSync } from 'node:fs';
import { Tensor } from '@inference-gitops/service/model/onnx-runtime.js';
import { type Binding, openSession, type Session } from '@inference-gitops/service/model/session.js';
import test from 'ava';
import { fixturePath } from './support/fixtures.js';

const bytes = readFileSync(fixturePath('lightgbm-regressor'));

/** A binding that the runtime doesn't use, as after a release that has moved it. */
const movedBinding = { InferenceSession: class {} } as unknown as Binding;

async function answer({ outputNames, run }: Session): Promise<unknown[]> {
  const results = await run({ input: new Tensor('float32', new Float32Array(40).fill(1), [2, 20]) });
  return outputNames.map((name) => results[name]?.data);
}

test('the runtime that is installed runs at once, with the bits of its public interface', async (t) => {
  const direct = await openSession(bytes, {});
  t.true(direct.runsAtOnce, 'the binding is not what session.ts expects: single rows are slower than they could be');
  t.false(direct.run({ input: new Tensor('float32', new Float32Array(20), [1, 20]) }) instanceof Promise);
  const throughPublic = await openSession(bytes, {}, movedBinding);
  t.false(throughPublic.runsAtOnce);
  t.deepEqual(await answer(direct), await answer(throughPublic));
});

test('sessions opened at the same time each get their own native one', async (t) => {
  const other = readFileSync(fixturePath('xgboost-regressor'));
  const sessions = await Promise.all([openSession(bytes, {}), openSession(other, {}), openSession(bytes, {})]);
  t.deepEqual(
    sessions.map(({ runsAtOnce }) => runsAtOnce),
    [true, true, true],
  );
  const [first, , third] = await Promise.all(sessions.map(answer));
  t.deepEqual(first, third);
  t.deepEqual(first, await answer(await openSession(bytes, {}, movedBinding)));
});

test('a session that cannot be opened does not keep the next from being opened', async (t) => {
  const broken = openSession(new Uint8Array([1, 2, 3]), {});
  const next = openSession(bytes, {});
  await t.throwsAsync(broken);
  t.true((await next).runsAtOnce);
});
