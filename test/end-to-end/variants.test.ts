import test from 'ava';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { chartValues } from '../../generator/render/chart.js';
import { terraformVariables } from '../../generator/render/terraform.js';
import { applicationsOf, lint, lintFields, projectsOf, renderedArgoCD } from '../argocd/rendering.js';
import { surroundingsOf } from '../charts/environments.js';
import { renderRelease } from '../charts/helm.js';
import { violations } from '../charts/invariants.js';
import { type KubernetesObject, ofKind, only } from '../charts/objects.js';
import { shippedIdentities } from '../helpers/add-ons.js';
import { renderedFiles } from '../helpers/rendered-files.js';
import { rootInput } from '../terraform/environments.js';
import { initialisedCopy, type TerraformFolder } from '../terraform/offline-terraform.js';
import { plan } from '../terraform/plan.js';
import { testOffline } from '../terraform/terraform-tests.js';
import { pairOf } from './variants/all-pairs.js';
import { type Choice, choices, environmentOf, exclusions, loaded, options } from './variants/options.js';

/*
 * Every row is rendered, checked and planned in each run. On a busy machine of two cores the 26 rows took 105 s,
 * and 40 s of a processor.
 */

/** Warnings that follow from a choice, and are meant. */
const expectedWarnings = ['no-way-out', 'nodes-hold-replicas', 'registry-made-elsewhere', 'variables-without-effect'];

const titleOf = (choice: Choice): string =>
  Object.entries(choice)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

test('every two values that users can choose meet in a variant', (t) => {
  const met = new Set(
    choices.flatMap((choice) => pairsOf(Object.entries(choice).map(([name, value]) => [name, [value]]))),
  );
  const excluded = new Set(exclusions.map(([a, b]) => pairOf(a, b)));
  const wanted = pairsOf(Object.entries(options)).filter((pair) => !excluded.has(pair));
  t.true(wanted.length > 300);
  t.deepEqual(
    wanted.filter((pair) => !met.has(pair)),
    [],
  );
  t.deepEqual(
    [...excluded].filter((pair) => met.has(pair)),
    [],
  );
});

const pairsOf = (settings: readonly (readonly [string, readonly string[]])[]): string[] =>
  settings.flatMap(([name, values], index) =>
    settings
      .slice(index + 1)
      .flatMap(([other, others]) =>
        values.flatMap((a) => others.map((b) => pairOf(`${name}: ${a}`, `${other}: ${b}`))),
      ),
  );

for (const choice of choices) {
  const title = titleOf(choice);

  test(`reads, and renders what the linter finds nothing in: ${title}`, (t) => {
    const { problems } = loaded(choice);
    t.deepEqual(
      problems.filter(({ rule }) => !expectedWarnings.includes(rule)),
      [],
    );
    const environment = environmentOf(choice);
    t.is(environment.workloads.length, Number(choice.workloads));
    t.deepEqual(lint(environment, renderedArgoCD(environment).manifests), []);
    t.deepEqual(lintFields(environment), []);
    for (const [path, content] of renderedFiles(environment)) t.notRegex(content, /undefined|\[object /, path);
  });

  test(`each workload's objects fit together, and those of all: ${title}`, async (t) => {
    const environment = environmentOf(choice);
    const releases = await Promise.all(environment.workloads.map((workload) => release(environment, workload.key)));
    for (const { key, objects } of releases) {
      const workload = environment.workloads.find((candidate) => candidate.key === key);
      if (!workload) throw new Error(key);
      t.deepEqual(violations(objects, surroundingsOf(environment, workload)), [], key);
      t.deepEqual([...new Set(objects.map(({ metadata }) => metadata.namespace))], [workload.namespace]);
    }
    t.deepEqual(collisions(environment, releases), []);
  });
}

interface Release {
  readonly key: string;
  readonly objects: readonly KubernetesObject[];
}

async function release(environment: Environment, key: string): Promise<Release> {
  const workload = environment.workloads.find((candidate) => candidate.key === key);
  if (!workload) throw new Error(`there is no ${key}`);
  const names = workloadNames(environment, workload);
  const values = chartValues({ environment, workload, names });
  return { key, objects: await renderRelease(names.release, workload.namespace, values) };
}

/** Things that only one workload of an environment can have, of each workload. */
const claims: Readonly<Record<string, (release: Release) => readonly string[]>> = {
  object: ({ objects }) => objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
  namespace: ({ objects }) => [...new Set(objects.map(({ metadata }) => String(metadata.namespace)))],
  role: ({ objects }) => [
    String(only(objects, 'ServiceAccount').metadata?.annotations?.['eks.amazonaws.com/role-arn']),
  ],
  'host and path': ({ objects }) =>
    ofKind(objects, 'Ingress').flatMap(({ spec }) =>
      (spec?.rules ?? []).flatMap(({ host, http }) => (http?.paths ?? []).map(({ path }) => `${host}${path}`)),
    ),
  // What exists may be read by several; what is made belongs to one.
  'secret that is made': ({ objects }) =>
    ofKind(objects, 'ExternalSecret')
      .flatMap(({ spec }) => spec.data.map(({ remoteRef }) => String(remoteRef['key'])))
      .filter((key) => !/^(arn:|\/)/.test(key)),
  dashboard: ({ objects }) =>
    ofKind(objects, 'ConfigMap')
      .filter(({ metadata }) => metadata?.labels?.['grafana_dashboard'] !== undefined)
      .flatMap(({ data }) => Object.entries(data ?? {}).flatMap(([file, text]) => [file, JSON.parse(text).uid])),
};

function collisions(environment: Environment, releases: readonly Release[]): string[] {
  const rendered = renderedArgoCD(environment);
  const ofWorkloads = Object.entries(claims).flatMap(([what, claim]) =>
    repeated(releases.flatMap((one) => claim(one))).map((value) => `${what} ${value}`),
  );
  return [
    ...ofWorkloads,
    ...repeated(applicationsOf(rendered).map(({ metadata }) => `Application ${metadata.name}`)),
    ...repeated(projectsOf(rendered).map(({ metadata }) => `AppProject ${metadata.name}`)),
    ...repeated(rolesOf(environment)).map((role) => `role ${role}`),
    ...rolesOf(environment).filter((role) => role.length > 64),
    ...balancersApart(releases),
  ];
}

const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

/** Names of IAM roles that Terraform is asked for. */
function rolesOf(environment: Environment): string[] {
  const variables = terraformVariables(environment, namesOf(environment), shippedIdentities);
  const { workloads, controllers, eks_addon_roles: ofEks, cluster, karpenter, pipeline } = variables;
  return [
    ...[workloads, controllers, ofEks].flatMap((roles) => Object.values(roles).map(({ role_name: name }) => name)),
    ...(cluster.node_role_name === undefined ? [] : [cluster.node_role_name]),
    karpenter.node_role_name,
    ...(pipeline?.role_name ? [pipeline.role_name] : []),
    ...(pipeline?.terraform ? [pipeline.terraform.plan_role_name, pipeline.terraform.apply_role_name] : []),
  ];
}

/** Ingresses of one group are one load balancer: it has one scheme and admits one set of clients. */
function balancersApart(releases: readonly Release[]): string[] {
  const annotation = (name: string, object: KubernetesObject) =>
    object.metadata.annotations?.[`alb.ingress.kubernetes.io/${name}`];
  const ingresses = releases.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'Ingress'));
  const groups = new Map<string, Set<string>>();
  for (const object of ingresses) {
    const group = annotation('group.name', object) ?? `${object.metadata.namespace}/${object.metadata.name}`;
    const settings = [annotation('scheme', object), annotation('inbound-cidrs', object), annotation('subnets', object)];
    groups.set(group, (groups.get(group) ?? new Set()).add(settings.join()));
  }
  return [...groups].filter(([, settings]) => settings.size > 1).map(([group]) => `load balancer ${group}`);
}

let root: Promise<TerraformFolder> | undefined;
test.after.always(async () => (await root)?.remove());

for (const choice of choices) {
  testOffline(`plans without a warning, and no two roles share a name: ${titleOf(choice)}`, async (t, terraform) => {
    root ??= initialisedCopy(terraform);
    const environment = environmentOf(choice);
    const planned = await plan(await root, rootInput(environment));
    t.deepEqual(planned.diagnostics, []);
    const isMade = ({ action, address }: { action: string; address: string }) =>
      action === (address.includes('data.') ? 'read' : 'create');
    t.deepEqual(
      planned.changes.filter((change) => !isMade(change)),
      [],
    );
    const made = (type: string) => planned.changes.filter((change) => change.type === type).length;
    t.is(made('aws_vpc'), environment.network.existing ? 0 : 1);
    t.is(made('aws_eks_cluster'), environment.cluster.existing ? 0 : 1);
    if (environment.cluster.existing)
      t.is(made('aws_eks_addon') + made('aws_eks_node_group') + made('aws_eks_access_entry'), 0);
    const ofAWS = environment.network.existing ? 0 : environment.network.interfaceEndpoints.length + 1;
    t.is(made('aws_vpc_endpoint'), ofAWS);
    t.is(made('aws_nat_gateway') > 0, ['two zones', 'three zones'].includes(choice.network));
    t.is(made('aws_ecr_repository'), environment.registry.repositories.length);
    const pods = /^module\.workload_identity\["[^"]+"\]\.module\.role\.aws_iam_role\.this$/;
    t.is(planned.changes.filter(({ address }) => pods.test(address)).length, Number(choice.workloads));
  });
}
