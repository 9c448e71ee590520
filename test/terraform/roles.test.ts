import test from 'ava';
import { isPlainObject } from '../../generator/base/merge.js';
import { readAddOns } from '../../generator/environment/addon-folders.js';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { otherRoles } from '../../generator/environment/rules/addon-folders.js';
import { readTemplates } from '../../generator/input/templates.js';
import { chartValues } from '../../generator/render/chart.js';
import { renderEnvironment } from '../../generator/render/environment.js';
import { compileTemplates, type TemplateSources } from '../../generator/render/templates.js';
import { terraformVariables } from '../../generator/render/terraform.js';
import { repositoryRoot } from '../../tools/folders.js';
import { applicationsOf, renderedArgoCD } from '../argocd/rendering.js';
import { render } from '../charts/helm.js';
import { only } from '../charts/objects.js';
import { shippedIdentities } from '../helpers/add-ons.js';
import { environmentFrom } from './environments.js';
import { initialisedFolder } from './offline-terraform.js';
import { plan } from './plan.js';
import { type StateResource, stateOf } from './state.js';
import { testOffline } from './terraform-tests.js';
import { everything, variants } from './variants.js';

const annotation = 'eks.amazonaws.com/role-arn';

/** A ServiceAccount, `<namespace>/<name>`, and the role that it is given. */
interface Claim {
  readonly role: string;
  readonly subject: string;
}

/** What the Helm values of the add-ons annotate. */
const claimsOfAddOns = (environment: Environment): Claim[] =>
  applicationsOf(renderedArgoCD(environment)).flatMap(({ spec }) =>
    annotated(spec.source.helm?.valuesObject).map(({ role, name }) => ({
      role,
      subject: `${spec.destination.namespace}/${name}`,
    })),
  );

/** Values that name a ServiceAccount and a role for it, however deep. */
function annotated(values: unknown): { role: string; name: unknown }[] {
  if (Array.isArray(values)) return values.flatMap(annotated);
  if (!isPlainObject(values)) return [];
  const { annotations, name } = values;
  const role = isPlainObject(annotations) ? annotations[annotation] : undefined;
  return [...(typeof role === 'string' ? [{ role, name }] : []), ...Object.values(values).flatMap(annotated)];
}

/** Every text in the objects that is the ARN of a role, wherever it stands. */
function rolesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^arn:[a-z-]+:iam::\d*:role\//.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(rolesIn) : [];
}

for (const { title, environment } of variants) {
  test(`the roles that add-ons are annotated with are those that Terraform is asked for: ${title}`, (t) => {
    const { aws, controllers } = terraformVariables(environment, namesOf(environment), shippedIdentities);
    const asked = Object.values(controllers).map(({ role_name: name, namespace, service_account: account }) => ({
      role: `arn:${aws.partition}:iam::${aws.account_id}:role/${name}`,
      subject: `${namespace}/${account}`,
    }));
    const inOrder = (claims: readonly Claim[]) => claims.toSorted((a, b) => a.role.localeCompare(b.role));
    t.deepEqual(inOrder(claimsOfAddOns(environment)), inOrder(asked));
    const named = renderedArgoCD(environment).manifests.flatMap(({ objects }) => rolesIn(objects));
    t.deepEqual([...new Set(named)].sort(), asked.map(({ role }) => role).sort());
  });
}

const sources = readTemplates(repositoryRoot);
const applied = new Map<Environment, Promise<readonly StateResource[]>>();

/** What an apply of rendered/<env>/terraform makes. */
function made(terraform: string, environment: Environment): Promise<readonly StateResource[]> {
  const result = applied.get(environment) ?? apply(terraform, environment);
  applied.set(environment, result);
  return result;
}

async function apply(terraform: string, environment: Environment): Promise<readonly StateResource[]> {
  const root = await initialisedFolder(terraform, await terraformFiles(environment, sources));
  try {
    const { exitCode, stderr } = await root.run(['apply', '-auto-approve', '-input=false', '-no-color']);
    if (exitCode !== 0) throw new Error(stderr);
    return await stateOf(root);
  } finally {
    await root.remove();
  }
}

/** Without the backend: the state stays in the folder. */
async function terraformFiles(environment: Environment, from: TemplateSources) {
  const templates = await compileTemplates(from);
  const names = namesOf(environment);
  const charts = new Map(environment.workloads.map(({ key }) => [key, templates.chart]));
  const { files } = renderEnvironment(templates, { environment, names, charts });
  const folder = `${names.paths.terraform}/`;
  const ofRoot = files.filter(({ path }) => path.startsWith(folder) && !path.endsWith('/backend.tf'));
  return Object.fromEntries(ofRoot.map(({ path, content }) => [path.slice(folder.length), content]));
}

const rolesOf = (resources: readonly StateResource[]) => resources.filter(({ type }) => type === 'aws_iam_role');

/** Conditions of a role's trust, by what stands behind the last colon or slash of their keys. */
function trustOf({ values }: StateResource): Readonly<Record<string, string>> {
  const [statement] = (JSON.parse(String(values['assume_role_policy'])) as { Statement: Trust[] }).Statement;
  const conditions = Object.entries(statement?.Condition?.StringEquals ?? {});
  return Object.fromEntries(conditions.map(([key, value]) => [key.slice(key.search(/[^:/]*$/)), value]));
}

interface Trust {
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string>> };
}

const claimsOfWorkloads = (environment: Environment): Promise<Claim[]> =>
  Promise.all(
    environment.workloads.map(async (workload) => {
      const values = chartValues({ environment, workload, names: workloadNames(environment, workload) });
      const { metadata } = only(await render(values), 'ServiceAccount');
      return {
        role: String(metadata?.annotations?.[annotation]),
        subject: `${workload.namespace}/${metadata?.name}`,
      };
    }),
  );

for (const { title, environment } of [{ title: 'prod', environment: environmentFrom('prod') }, everything]) {
  testOffline(
    `Terraform makes each role that a manifest annotates, for that ServiceAccount: ${title}`,
    async (t, terraform) => {
      const roles = new Map(
        rolesOf(await made(terraform, environment)).map((role) => [String(role.values['arn']), trustOf(role)]),
      );
      const claims = [...claimsOfAddOns(environment), ...(await claimsOfWorkloads(environment))];
      t.true(claims.length >= 4);
      for (const { role, subject } of claims) {
        t.is(roles.get(role)?.['sub'], `system:serviceaccount:${subject.replace('/', ':')}`, role);
      }
    },
  );

  testOffline(`Terraform makes each role that a pod identity association names: ${title}`, async (t, terraform) => {
    const resources = await made(terraform, environment);
    const roles = new Map(rolesOf(resources).map((role) => [role.values['arn'], trustOf(role)]));
    const associations = resources
      .filter(({ type }) => type === 'aws_eks_addon')
      .flatMap(({ values }) => (values['pod_identity_association'] ?? []) as Record<string, string>[]);
    t.is(associations.length, 2);
    for (const { role_arn: role, service_account: account } of associations) {
      t.is(roles.get(role)?.['kubernetes-service-account'], account, role);
    }
  });

  testOffline(`Terraform makes every role that it is asked for: ${title}`, async (t, terraform) => {
    const names = new Set(rolesOf(await made(terraform, environment)).map(({ values }) => values['name']));
    const variables = terraformVariables(environment, namesOf(environment), shippedIdentities);
    const asked = Object.values({ ...variables.controllers, ...variables.eks_addon_roles });
    for (const { role_name: name } of asked) t.true(names.has(name), name);
  });
}

testOffline('a folder that is dropped into argocd/addons/ is an add-on with its role', async (t, terraform) => {
  const argocd = [...sources.argocd, ...externalDns];
  const environment = environmentFrom('prod', { addons: { 'external-dns': { version: '1.19.0' } } });
  const files = await terraformFiles(environment, { ...sources, argocd, addOns: readAddOns(argocd) });
  const root = await initialisedFolder(terraform, files);
  t.teardown(root.remove);
  const resources = await (await plan(root, '')).resources();
  const added = resources.filter(({ address }) => address.startsWith('module.controllers.module.role["external-dns"]'));
  t.deepEqual(
    added.map(({ type, change: { after } }) => [type, after['name'], after['policy']]),
    [
      ['aws_iam_role', 'ml-inference-prod-cluster-external-dns', undefined],
      [
        'aws_iam_role_policy',
        'zones',
        '{"Statement":[{"Action":"route53:ListHostedZones","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}',
      ],
    ],
  );
});

const externalDns = Object.entries({
  'application.yaml.hbs': [
    'repoURL: https://kubernetes-sigs.github.io/external-dns/',
    'chart: external-dns',
    'wave: "-40"',
    'cascadeDelete: true',
    'clusterResourceWhitelist: []',
    'namespaceResourceWhitelist: []',
    'values:',
    '  serviceAccount:',
    '    name: {{identity.serviceAccount}}',
    '    annotations: { eks.amazonaws.com/role-arn: {{identity.roleArn}} }',
    '',
  ].join('\n'),
  'identity.yaml': 'namespace: external-dns\nserviceAccount: external-dns\n',
  'policies/zones.json.tftpl': `\${jsonencode({
  Version   = "2012-10-17"
  Statement = [{ Effect = "Allow", Action = "route53:ListHostedZones", Resource = "*" }]
})}
`,
}).map(([path, text]) => ({ path: `addons/external-dns/${path}`, text }));

testOffline('no add-on can be called by a name that would make its role one of the cluster', async (t, terraform) => {
  const { environment } = everything;
  const { aws, workloads } = environment;
  const ofPods = workloads.map(({ roleName }) => roleName);
  const names = rolesOf(await made(terraform, environment)).map(({ values }) => String(values['name']));
  const others = names
    .filter((name) => !ofPods.includes(name))
    .map((name) => name.slice(aws.namePrefix.length + 1))
    .filter((name) => !shippedIdentities.has(name));
  t.deepEqual(others.toSorted(), otherRoles.toSorted());
});
