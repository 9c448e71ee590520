import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import type { Change } from '../../../generator/foretell/change.js';
import { cli } from '../../helpers/cli.js';
import { pathWithHelm } from '../../helpers/helm.js';
import { copyFolder, environmentFiles, folderWith, shippedFiles, writeFiles } from '../../helpers/repository.js';

/** A repository of dev and prod, rendered and committed, which each test copies. */
const template = mkdtempSync(join(tmpdir(), 'inference-gitops-'));
const withHelm = { PATH: await pathWithHelm() };

const git = (folder: string, ...args: string[]): void => {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
};

test.before(async (t) => {
  const { defaults, dev, prod } = shippedFiles;
  writeFiles(template, environmentFiles({ defaults, dev, prod }));
  t.is((await cli(['render', '--root', template])).exitCode, 0);
  git(template, 'init', '-q', '-b', 'main');
  git(template, 'add', '-A');
  git(template, 'commit', '-q', '-m', 'a');
});
test.after.always(() => rmSync(template, { recursive: true, force: true }));

function copyOf(t: Parameters<typeof folderWith>[0]): string {
  const root = folderWith(t);
  copyFolder(template, root);
  return root;
}

async function edited(t: Parameters<typeof folderWith>[0], ...edits: string[]): Promise<string> {
  const root = copyOf(t);
  const { exitCode, stderr } = await cli(['set', 'prod', ...edits, '--root', root]);
  if (exitCode !== 0) throw new Error(stderr);
  return root;
}

async function changesIn(root: string, ...args: string[]): Promise<Change[]> {
  const { stdout, stderr } = await cli(['diff', '--json', ...args, '--root', root], { env: withHelm });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout).changes;
}

const said = ({ consequence, object, field }: Change): string => `${consequence}: ${object} ${field}`.trim();

/** Edits of prod, and what has to be among what is told. */
const foretold: Readonly<Record<string, readonly [edits: readonly string[], ...told: readonly string[]]>> = {
  'a larger maximum of replicas': [
    ['workloads.ml-inference.replicas.max=14'],
    'changed in place: HorizontalPodAutoscaler ml-inference/ml-inference-api spec.maxReplicas',
    'changed in place: ResourceQuota ml-inference/ml-inference-api spec.hard.pods',
    'text only: RUNBOOK.md',
  ],
  'another image': [
    ['workloads.ml-inference.image.tag=0.2.0'],
    'restarts: Deployment ml-inference/ml-inference-api spec.template.spec.containers.api.image',
  ],
  'another network': [
    [
      'network.cidr=10.9.0.0/16',
      'network.publicSubnets=[10.9.1.0/24, 10.9.2.0/24]',
      'network.privateSubnets=[10.9.10.0/24, 10.9.11.0/24]',
    ],
    'replaced: Vpc ml-inference-prod-cluster 10.0.0.0/16',
    'replaced: Terraform network.cidr',
  ],
  'another name of a node group': [
    ['cluster.nodeGroups[0].name=main'],
    'replaced: NodeGroup ml-inference-prod-cluster/general-a',
    'created: Terraform cluster.node_groups.main-a',
  ],
  'more nodes': [
    ['cluster.nodeGroups[0].max=9'],
    'changed in place: Terraform cluster.node_groups.general-a.max',
    'changed in place: Terraform cluster.node_groups.general-b.max',
  ],
  'a group over all zones': [
    ['cluster.nodeGroups[0].zones=all'],
    'replaced: NodeGroup ml-inference-prod-cluster/general-b',
    'created: Terraform cluster.node_groups.general',
  ],
  'no load balancer': [
    ['workloads.ml-inference.exposure.loadBalancer.enabled=false'],
    'destroyed: LoadBalancer ml-inference/ml-inference-lb',
    'destroyed: Service ml-inference/ml-inference-lb',
  ],
  'no secrets': [
    ['workloads.ml-inference.secrets=[]'],
    'destroyed: Secret ml-inference-prod-cluster/ml-inference/api-keys',
  ],
  'a newer Kubernetes': [['cluster.version=1.36'], 'restarts: Terraform cluster.version'],
  'an add-on that goes': [
    ['addons.cluster-autoscaler.enabled=false'],
    'destroyed: Application argocd/ml-inference-prod-cluster-autoscaler',
  ],
};

for (const [title, [edits, ...told]] of Object.entries(foretold)) {
  test(`${title} is foretold, each line with its cause`, async (t) => {
    const root = await edited(t, ...edits);
    const changes = await changesIn(root);
    const lines = changes.map(said);
    for (const line of told) t.true(lines.includes(line), `${line} is not in\n${lines.join('\n')}`);
    for (const { cause, object } of changes) t.is(cause?.file, 'environments/prod.yaml', object);
    t.true(changes.every(({ environment }) => environment === 'prod'));
    // Once rendered, it is what the last commit lacks.
    await cli(['render', '--allow-destructive=prod', '--root', root]);
    t.deepEqual(await changesIn(root), []);
    t.deepEqual((await changesIn(root, '--against', 'main')).map(said), lines);
  });
}

test('of two edits each has its own consequences', async (t) => {
  const root = await edited(t, 'workloads.ml-inference.replicas.max=14', 'workloads.ml-inference.image.tag=0.2.0');
  const causes = new Map((await changesIn(root)).map((change) => [change.object.split(' ')[0], change.cause?.path]));
  t.is(causes.get('HorizontalPodAutoscaler'), 'workloads.ml-inference.replicas.max');
  t.is(causes.get('ResourceQuota'), 'workloads.ml-inference.replicas.max');
  t.is(causes.get('Deployment'), 'workloads.ml-inference.image.tag');
});

test('without Helm the values are compared, and that is said', async (t) => {
  const root = await edited(t, 'workloads.ml-inference.image.tag=0.2.0');
  const node = dirname(process.execPath);
  const { stdout, stderr } = await cli(['diff', '--root', root], { env: { PATH: `${node}:/usr/bin:/bin` } });
  t.regex(stderr, /Helm is not on PATH/);
  t.regex(stdout, /restarts\n {4}Helm values of ml-inference image\.tag: "0\.1\.0" → "0\.2\.0"/);
});

test('of an environment whose file is gone it is told what stays in AWS', async (t) => {
  const root = copyOf(t);
  rmSync(join(root, 'environments/dev.yaml'));
  const cluster = (await changesIn(root)).find(({ object }) => object.startsWith('Cluster '));
  t.is(cluster?.consequence, 'destroyed');
  t.regex(cluster?.note ?? '', /stays in AWS, and costs money, until `inference-gitops teardown dev`/);
});

test('what more nodes cost is told after the changes, by prices of one’s own', async (t) => {
  const root = await edited(t, 'cluster.nodeGroups[0].max=9');
  const told = () => cli(['diff', '--root', root], { env: withHelm });
  t.regex(
    (await told()).stdout,
    /\n {2}costs something else; no price is known.*\n {4}nodes of general: t3\.medium +1–4 → 1–9 +no price/,
  );
  const prices = 'regions: { ap-southeast-2: { gp3-gib: 0.1, instances: { t3.medium: 0.05 } } }\n';
  writeFileSync(join(root, 'prices.yaml'), prices);
  const { stdout } = await told();
  t.regex(stdout, /\n {2}costs .* USD a month \(\+0\.00 to \+207\.50\), as far as prices are known\n/);
  t.regex(stdout, /\n {4}nodes of general: t3\.medium +1–4 → 1–9 +\+0\.00 to \+182\.50\n/);
  writeFileSync(join(root, 'prices.yaml'), 'regions: 7\n');
  t.like(await told(), { exitCode: 1, stdout: '' });
  t.regex((await told()).stderr, /prices\.yaml/);
});

test('the nodes that more replicas need at the most are told, in words and in Markdown', async (t) => {
  const root = await edited(t, 'workloads.ml-inference.replicas.max=6');
  const inFormat = async (format: string) =>
    (await cli(['diff', '--format', format, '--root', root], { env: withHelm })).stdout;
  t.regex(
    await inFormat('text'),
    /\n {2}at the most replicas: \d fewer t3\.medium of general \(4 → \d\), no price known\n/,
  );
  t.regex(await inFormat('markdown'), /\nprod at the most replicas: \d fewer t3\.medium of general/);
});

test('formats: words, Markdown, JSON and a patch, and nothing else', async (t) => {
  const root = await edited(t, 'cluster.nodeGroups[0].max=9');
  const inFormat = async (format: string) => cli(['diff', '--format', format, '--root', root], { env: withHelm });
  t.regex((await inFormat('text')).stdout, /^prod\n {2}changed in place\n {4}Terraform cluster/);
  t.regex((await inFormat('markdown')).stdout, /^\| what happens/);
  t.is(JSON.parse((await inFormat('json')).stdout).changed, true);
  t.regex((await inFormat('unified')).stdout, /^--- a\/rendered\/prod/);
  t.like(await inFormat('xml'), {
    exitCode: 1,
    stderr: 'There is no format "xml": it is one of text, markdown, json, unified.\n',
  });
});

test('what names no commit is refused, and so is a folder without git', async (t) => {
  const root = copyOf(t);
  const against = async () => (await cli(['diff', '--against', 'nothing', '--root', root])).stderr;
  t.regex(await against(), /git knows no commit "nothing" here/);
  rmSync(join(root, '.git'), { recursive: true });
  t.regex(await against(), /in no git repository/);
  t.is((await cli(['diff', '--root', root])).exitCode, 0);
});
