import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import type { Files } from '../helpers/repository.js';
import { type FirstVersion, repositoryOfVersion1, upgraded } from '../helpers/upgraded-repository.js';
import { rootInput, stateInput } from './environments.js';
import { initialisedCopy, initialisedFolder } from './offline-terraform.js';
import { type PlannedResource, plan } from './plan.js';
import { defaults, replacing } from './replacing.js';
import { testOffline } from './terraform-tests.js';
import { everything } from './variants.js';

/** A right that pods had and never used. */
const withdrawn = /workload_identity.*aws_iam_role_policy\.this\["read-own-secrets"\]$/;

/** The role of Alertmanager, which told nobody. */
const added = /controllers\.module\.role\["kube-prometheus-stack"\]/;

const roots = ['prod/terraform', 'dev/terraform', 'staging/terraform', 'prod/terraform/state'];

let repository: FirstVersion | undefined;
const before = new Map<string, Files>();

test.before('upgrade a repository of version 1', async () => {
  repository = await repositoryOfVersion1();
  for (const root of roots) before.set(root, filesOf(root));
  await upgraded(repository.folder);
});
test.after.always(() => repository?.remove());

for (const root of roots) {
  testOffline(`what version 1 has applied stays, address by address: rendered/${root}`, async (t, terraform) => {
    const old = await initialisedFolder(terraform, before.get(root) ?? {});
    t.teardown(old.remove);
    const { exitCode, stderr } = await old.run(['apply', '-auto-approve', '-input=false', '-no-color']);
    t.is(exitCode, 0, stderr);
    const state = readFileSync(join(old.folder, 'terraform.tfstate'), 'utf8');
    const now = await initialisedFolder(terraform, { ...filesOf(root), 'terraform.tfstate': state });
    t.teardown(now.remove);
    const planned = await plan(now, '');
    t.deepEqual(planned.diagnostics, []);
    const resources = await planned.resources();
    const known = resources.filter(({ address }) => !added.test(address));
    t.is(known.length, instancesIn(state));
    const kept = known.filter(({ address }) => !withdrawn.test(address));
    const others = kept.filter(({ change }) => !['no-op', 'update'].includes(change.actions.join()));
    t.deepEqual(
      others.map(({ address, change }) => `${change.actions} ${address}`),
      [],
    );
    t.deepEqual(kept.flatMap(replacements), []);
  });
}

testOffline('it is known of everything that is made what replaces it, by arguments there are', async (t, terraform) => {
  for (const [at, input] of [
    ['.', rootInput(everything.environment)],
    ['state', stateInput(everything.environment)],
  ] as const) {
    const root = await initialisedCopy(terraform, at);
    t.teardown(root.remove);
    const { stdout } = await root.run(['providers', 'schema', '-json']);
    const types = (await (await plan(root, input)).resources()).map(({ type }) => type);
    t.deepEqual(
      [...new Set(types)].filter((type) => !Object.hasOwn(replacing, type)),
      [],
    );
    const schemas = schemasIn(stdout);
    for (const type of new Set(types)) {
      for (const argument of replacing[type] ?? []) t.true(hasArgument(schemas[type]?.block, argument), argument);
    }
  }
});

const changed = (type: string, old: object, after: object) =>
  replacements({
    address: 'a',
    type,
    mode: 'managed',
    change: { actions: ['update'], before: { ...old }, after: { ...after } },
  });

test('an argument that replaces is found on top and in a block, and a default that is written is none', (t) => {
  t.deepEqual(changed('aws_iam_role', { name: 'a' }, { name: 'b' }), ['a / name']);
  const group = (id: string, version: string) => ({ launch_template: [{ id, version }] });
  t.deepEqual(changed('aws_eks_node_group', group('a', '1'), group('b', '1')), ['a / launch_template.id']);
  t.deepEqual(changed('aws_eks_node_group', group('a', '1'), group('a', '2')), []);
  t.deepEqual(changed('aws_iam_role', { path: null }, { path: '/' }), []);
  t.deepEqual(changed('aws_iam_role', { path: null }, { path: '/teams/' }), ['a / path']);
  t.deepEqual(changed('aws_unknown', {}, {}), ['a / unknown type']);
});

/** Lists the arguments that change and make the provider replace the resource. */
function replacements({ address, type, change }: PlannedResource): string[] {
  const names = replacing[type];
  if (!names) return [`${address} / unknown type`];
  const valueIn = (values: unknown, name: string) => valueAt(values, name) ?? defaults[`${type}.${name}`];
  return names
    .filter((name) => !isDeepStrictEqual(valueIn(change.before, name), valueIn(change.after, name)))
    .map((name) => `${address} / ${name}`);
}

/** Blocks are lists of one. */
const valueAt = (values: unknown, name: string): unknown =>
  name
    .split('.')
    .reduce<unknown>(
      (node, key) => ([node].flat()[0] as Readonly<Record<string, unknown>> | null | undefined)?.[key],
      values,
    ) ?? undefined;

interface State {
  readonly resources: readonly { readonly mode: string; readonly instances: readonly unknown[] }[];
}

const instancesIn = (state: string): number =>
  (JSON.parse(state) as State).resources
    .filter(({ mode }) => mode === 'managed')
    .reduce((sum, { instances }) => sum + instances.length, 0);

interface Block {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

function schemasIn(text: string): Readonly<Record<string, { readonly block: Block }>> {
  const { provider_schemas: providers } = JSON.parse(text) as {
    provider_schemas: Readonly<Record<string, { resource_schemas: Readonly<Record<string, { block: Block }>> }>>;
  };
  return Object.assign({}, ...Object.values(providers).map(({ resource_schemas: schemas }) => schemas));
}

function hasArgument(block: Block | undefined, argument: string): boolean {
  const [first = '', ...rest] = argument.split('.');
  const inner = block?.block_types?.[first]?.block;
  if (rest.length > 0) return hasArgument(inner, rest.join('.'));
  return inner !== undefined || block?.attributes?.[first] !== undefined;
}

/** The files of a root that is rendered, without the backend: the state stays in the folder. */
function filesOf(root: string): Files {
  const folder = join(repository?.folder ?? '', 'rendered', root);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'backend.tf',
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
