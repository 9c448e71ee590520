import test from 'ava';
import { resolveRegistries } from '../../../generator/environment/registry.js';

const place = { accountId: '999900001111', region: 'eu-west-1' };

const environment = (name: string, accountId: string, repositories: readonly string[], registry?: typeof place) => ({
  name,
  aws: { accountId, region: 'eu-west-1' } as never,
  registry,
  workloads: Object.fromEntries(
    repositories.map((repository, index) => [`w${index}`, { image: { repository } }]),
  ) as never,
});

test('by itself each environment makes its own repositories, each once', (t) => {
  t.deepEqual(resolveRegistries([environment('dev', '111122223333', ['b', 'a', 'b'])]), [
    {
      accountId: '111122223333',
      region: 'eu-west-1',
      madeBy: 'dev',
      repositories: ['a', 'b'],
      pulledBy: [],
    },
  ]);
});

test('one of those that share a registry makes it, in its account: with what all need, and for all who pull', (t) => {
  const [dev, shared, prod] = resolveRegistries([
    environment('dev', '111122223333', ['a'], place),
    environment('shared', '999900001111', ['b'], place),
    environment('prod', '444455556666', ['c', 'a'], place),
  ]);
  t.like(shared, { ...place, madeBy: 'shared' });
  t.deepEqual(shared?.repositories, ['a', 'b', 'c']);
  t.deepEqual(shared?.pulledBy, ['111122223333', '444455556666']);
  for (const other of [dev, prod]) t.deepEqual(other, { ...place, madeBy: 'shared', repositories: [], pulledBy: [] });
});

test('of two in the registry’s account the first makes it', (t) => {
  const found = resolveRegistries([
    environment('dev', '999900001111', ['a'], place),
    environment('prod', '999900001111', ['a'], place),
  ]);
  t.deepEqual(
    found.map(({ madeBy, repositories }) => [madeBy, repositories]),
    [
      ['dev', ['a']],
      ['dev', []],
    ],
  );
});

test('an environment of another region doesn’t make it, and one that keeps a registry of its own neither', (t) => {
  const inLondon = {
    ...environment('dev', '999900001111', ['a'], place),
    aws: { accountId: '999900001111', region: 'eu-west-2' },
  };
  const [dev, own] = resolveRegistries([inLondon as never, environment('own', '999900001111', ['a'])]);
  t.like(dev, { ...place, madeBy: undefined });
  t.deepEqual(dev?.repositories, []);
  t.like(own, { madeBy: 'own' });
});
