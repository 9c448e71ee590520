import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import which from 'which';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import type { Environment, Workload } from '../../generator/environment/resolve.js';
import { chartValues } from '../../generator/render/chart.js';
import { stateVariables, terraformVariables } from '../../generator/render/terraform.js';
import { resolveHelm } from '../../tools/helm.js';
import { resolveKubectl } from '../../tools/kubectl.js';
import { applicationsOf, projectsOf, renderedArgoCD } from '../argocd/rendering.js';
import { render } from '../charts/helm.js';
import { shippedIdentities } from '../helpers/add-ons.js';
import { keeper } from '../helpers/kept.js';
import { callsOf, valuesOf } from './calls.js';
import { pageOf, variants } from './pages.js';

const run = promisify(execFile);
const pages = variants.map(({ title, environment }) => ({ title, environment, calls: callsOf(pageOf(environment)) }));

const valuesFor = (environment: Environment, workload: Workload) =>
  chartValues({ environment, workload, names: workloadNames(environment, workload) });

for (const { title, environment, calls } of pages) {
  const names = namesOf(environment);
  const of = (tool: string) => calls.filter(([name]) => name === tool).map(([, ...words]) => words);

  test(`${title}: AWS commands name the region and what Terraform makes`, (t) => {
    const terraform = terraformVariables(environment, names, shippedIdentities);
    const state = stateVariables(environment, names);
    const logGroups = ['application', 'performance', 'host', 'dataplane'].map(
      (group) => `/aws/containerinsights/${terraform.cluster.name}/${group}`,
    );
    const workloads = Object.values(terraform.workloads);
    const { receivers } = terraform.observability;
    const imageReleases = of('aws')
      .filter(([service]) => service === 'ssm')
      .flatMap((words) => valuesOf(words, '--name'));
    for (const parameter of imageReleases)
      t.regex(parameter, /^\/aws\/service\/(eks\/optimized-ami\/1\.[0-9]+|bottlerocket\/aws-k8s-1\.[0-9]+)\//);
    const allowed: Readonly<Record<string, readonly string[]>> = {
      '--name': [terraform.cluster.name, ...imageReleases],
      '--cluster-name': [terraform.cluster.name],
      '--alias': [terraform.cluster.name],
      '--repository-name': terraform.registry.repositories,
      '--secret-id': [
        ...workloads.flatMap(({ secrets: { names: all, prefix } }) => all.map((name) => `${prefix}/${name}`)),
        ...(receivers?.secret_names.map((name) => `${receivers.secrets_prefix}/${name}`) ?? []),
      ],
      '--role-name': [
        ...workloads.map(({ role_name }) => role_name),
        ...environment.cluster.accessEntries.map(({ principalArn }) => principalArn.replace(/^.*\//, '')),
      ],
      '--log-group-name': [terraform.cluster.log_group ?? '', ...logGroups],
      '--key-id': [`alias/${state.bucket}`],
      '--alarm-name-prefix': [`${environment.cluster.existing ? environment.aws.namePrefix : terraform.cluster.name}-`],
    };
    t.true(of('aws').length > 12);
    for (const words of of('aws')) {
      const ofModel = environment.workloads.find(({ model }) => model?.region)?.model?.region;
      const region = { ecr: environment.registry.region, s3: ofModel }[words[0] ?? ''] ?? environment.aws.region;
      t.deepEqual(valuesOf(words, '--region'), [region], words.join(' '));
      for (const [flag, values] of Object.entries(allowed)) {
        for (const value of valuesOf(words, flag)) t.true(values.includes(value), `${flag} ${value}`);
      }
    }
  });

  test(`${title}: Terraform works in rendered folders, and imports what the state's root names so`, (t) => {
    const { bucket } = stateVariables(environment, names);
    for (const [folder, command, ...words] of of('terraform')) {
      t.true([`-chdir=${names.paths.terraform}`, `-chdir=${names.paths.terraform}/state`].includes(folder ?? ''));
      if (command === 'import' && words[0] !== 'aws_kms_key.this')
        t.true([bucket, `alias/${bucket}`].includes(words[1] ?? ''));
    }
  });

  test(`${title}: each image that Deployments run is built or looked up, and no other`, (t) => {
    const { accountId } = environment.registry;
    const isOwn = accountId === environment.aws.accountId;
    const images = environment.workloads.map((workload) => valuesFor(environment, workload).image);
    const tagged = images.map(({ repository, tag }) => `${repository}:${tag}`);
    const docker = of('docker');
    const built = docker.flatMap((words) => valuesOf(words, '--tag'));
    const isByDigest = images.some(({ digest }) => digest);
    t.deepEqual(new Set(built), new Set(isOwn && !isByDigest ? tagged : []));
    t.is(new Set(built).size, built.length);
    const inspected = docker.filter((words) => words.includes('inspect')).map((words) => words.at(-1));
    t.deepEqual(new Set(inspected), new Set(isOwn ? [] : tagged));
    for (const words of docker.filter(([command]) => command === 'login'))
      t.true(String(words.at(-1)).startsWith(`${accountId}.dkr.ecr.`));
  });

  test(`${title}: kubectl names the cluster, and objects that are there`, async (t) => {
    const argocd = renderedArgoCD(environment);
    const inNamespace = await namesByNamespace(environment);
    const inArgoCD = {
      application: applicationsOf(argocd).map(({ metadata }) => metadata.name),
      appproject: projectsOf(argocd).map(({ metadata }) => metadata.name),
    };
    const hub = environment.gitops.destinationCluster !== 'in-cluster';
    const contextIn = (namespace: string | undefined) =>
      hub && namespace === names.argocd.namespace ? [] : [environment.cluster.name];
    for (const words of of('kubectl').filter(([command]) => command !== 'config')) {
      const line = words.join(' ');
      const [namespace] = valuesOf(words, '--namespace');
      t.deepEqual(valuesOf(words, '--context'), contextIn(namespace), line);
      t.true(
        namespace === undefined ||
          [...inNamespace.keys(), names.argocd.namespace, 'monitoring', 'kube-system'].includes(namespace),
        line,
      );
      for (const file of valuesOf(words, '--filename').filter((name) => name !== '-'))
        t.true(
          argocd.manifests.some(({ path }) => path === file),
          file,
        );
      const named = inNamespace.get(namespace ?? '') ?? inArgoCD;
      for (const [kind, known] of Object.entries(named)) {
        for (const name of objectsIn(words, kind)) t.true(known.includes(name), `${kind} ${name}: ${line}`);
      }
    }
  });

  test(`${title}: each workload's Service is forwarded, by a port of its own`, async (t) => {
    for (const workload of environment.workloads) {
      const services = (await render(valuesFor(environment, workload))).filter(({ kind }) => kind === 'Service');
      const forwarded = of('kubectl').filter(
        (words) => words.includes('port-forward') && valuesOf(words, '--namespace')[0] === workload.namespace,
      );
      t.is(forwarded.length, 2, workload.key);
      for (const words of forwarded) {
        const [target = '', ports = ''] = words.slice(words.indexOf('port-forward') + 1);
        const service = services.find(({ metadata }) => `service/${metadata.name}` === target);
        const known = (service as unknown as { spec: { ports: { port: number }[] } }).spec.ports.map(({ port }) =>
          String(port),
        );
        t.true(known.includes(ports.split(':')[1] ?? ''), ports);
      }
    }
  });

  test(`${title}: Helm installs the chart of Argo CD's own Application`, (t) => {
    const application = applicationsOf(renderedArgoCD(environment)).find(({ metadata }) =>
      metadata.name.endsWith('-argo-cd'),
    );
    const installs = of('helm');
    t.is(installs.length, application ? 1 : 0);
    if (!application) return;
    const [words = []] = installs;
    const { source, destination } = application.spec;
    t.deepEqual(words.slice(0, 4), ['upgrade', '--install', source.helm?.releaseName, source.chart]);
    t.deepEqual(valuesOf(words, '--repo'), [source.repoURL]);
    t.deepEqual(valuesOf(words, '--version'), [source.targetRevision]);
    t.deepEqual(valuesOf(words, '--namespace'), [destination.namespace]);
    t.deepEqual(valuesOf(words, '--kube-context'), [environment.cluster.name]);
    t.deepEqual(
      valuesOf(words, '--values'),
      renderedArgoCD(environment).bootstrap.map(({ path }) => path),
    );
  });

  test(`${title}: a prediction is asked for with 20 features`, (t) => {
    const bodies = of('curl').flatMap((words) => valuesOf(words, '--data'));
    t.true(bodies.length > 0);
    for (const body of bodies) t.is((JSON.parse(body) as { features: number[] }).features.length, 20);
  });
}

type NamesByKind = Readonly<Record<string, readonly string[]>>;

/** Lists the names of each chart's objects: namespace → kubectl's word for a kind → names. */
async function namesByNamespace(environment: Environment): Promise<ReadonlyMap<string, NamesByKind>> {
  const kinds = {
    deployment: 'Deployment',
    service: 'Service',
    hpa: 'HorizontalPodAutoscaler',
    ingress: 'Ingress',
    externalsecret: 'ExternalSecret',
    serviceaccount: 'ServiceAccount',
  };
  const found = new Map<string, NamesByKind>();
  for (const workload of environment.workloads) {
    const objects = await render(valuesFor(environment, workload));
    const namesOfKind = (kind: string) =>
      objects.flatMap((object) => (object.kind === kind ? [object.metadata.name ?? ''] : []));
    const names = Object.entries(kinds).map(([word, kind]) => [word, namesOfKind(kind)]);
    found.set(workload.namespace, Object.fromEntries(names));
  }
  return found;
}

/** Finds the names of objects of a kind in a command: `kind name name…` or `kind/name`. */
function objectsIn(words: readonly string[], kind: string): string[] {
  const at = words.indexOf(kind);
  const after = at === -1 ? [] : words.slice(at + 1);
  const end = after.findIndex((word) => word.startsWith('-') || word.includes('=') || word.includes('/'));
  const slashed = words.filter((word) => word.startsWith(`${kind}/`)).map((word) => word.slice(kind.length + 1));
  return [...after.slice(0, end === -1 ? undefined : end), ...slashed];
}

/** Lists the flags of a call, without those of the program behind `--`. */
const ownFlags = (words: readonly string[]): string[] =>
  words
    .slice(0, words.includes('--') ? words.indexOf('--') : undefined)
    .filter((word) => /^--?[a-z]/.test(word))
    .map((word) => word.replace(/=.*/s, ''));

/** Lists the different flags that the pages use, by the tool's command. */
function flagsByCommand(
  tool: string,
  commandOf: (words: readonly string[]) => readonly string[],
): Map<string, Set<string>> {
  const flags = new Map<string, Set<string>>();
  for (const { calls } of pages) {
    for (const [name, ...words] of calls) {
      if (name !== tool) continue;
      const command = commandOf(words).join(' ');
      const known = flags.get(command) ?? new Set();
      for (const flag of ownFlags(words)) known.add(flag);
      flags.set(command, known);
    }
  }
  return flags;
}

const withoutGlobals = (words: readonly string[]): string[] => {
  const rest = words.filter(
    (word, index) =>
      !['--context', '--namespace'].includes(words[index - 1] ?? '') && !['--context', '--namespace'].includes(word),
  );
  const end = rest.findIndex((word) => word.startsWith('-'));
  return rest.slice(0, end === -1 ? undefined : end);
};

test('each flag of kubectl exists', async (t) => {
  const kubectl = await resolveKubectl();
  const globals = (await run(kubectl, ['options'])).stdout;
  const verbs = /^(create secret generic|rollout \w+|config [\w-]+|top \w+|\S+)/;
  for (const [command, flags] of flagsByCommand('kubectl', (words) => [
    verbs.exec(withoutGlobals(words).join(' '))?.[0] ?? '',
  ])) {
    const { stdout } = await run(kubectl, [...command.split(' '), '--help']);
    t.regex(stdout, new RegExp(`Usage:\\s+kubectl ${command.replace(/s$/, '')}`), command);
    for (const flag of flags) t.true(`${stdout}${globals}`.includes(`${flag}=`), `kubectl ${command} ${flag}`);
  }
});

test('each flag of Helm exists', async (t) => {
  for (const [command, flags] of flagsByCommand('helm', ([command = '']) => [command])) {
    const { stdout } = await run(await resolveHelm(), [command, '--help']);
    for (const flag of flags) t.regex(stdout, new RegExp(`${flag}[ =]`), `helm ${command} ${flag}`);
  }
});

test('each flag of Terraform exists', async (t) => {
  const terraform = await which('terraform', { nothrow: true });
  if (terraform === null) return t.pass('terraform is not on PATH: its flags were not looked up');
  const globals = (await run(terraform, ['-help'])).stdout;
  for (const [command, flags] of flagsByCommand('terraform', ([, command = '']) => [command])) {
    const { stdout } = await run(terraform, [command, '-help']);
    for (const flag of flags) t.true(`${stdout}${globals}`.includes(flag), `terraform ${command} ${flag}`);
  }
});

/** The AWS CLI's errors after it has accepted a command and tries to connect to AWS. */
const understood = /Could not connect to the endpoint|does not exist|Connection was closed/;

test('the AWS CLI understands each command: its options, their values, what is required', async (t) => {
  const aws = await which('aws', { nothrow: true });
  if (aws === null) return t.pass('aws is not on PATH: its commands were not tried');
  // Calls that differ only in values are tried once: each process takes a second.
  const shapes = new Map<string, string[]>();
  for (const { calls } of pages) {
    for (const [name, ...words] of calls) {
      const shape = words.map((word, index) => (index < 2 || word.startsWith('--') ? word : '')).join(' ');
      if (name === 'aws') shapes.set(shape, words);
    }
  }
  t.true(shapes.size > 12);
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
  const keep = keeper('aws', (await run(aws, ['--version'])).stdout);
  for (const words of shapes.values()) {
    const output = await keep(words.map(withoutTime), () => tried(aws, words, env));
    t.regex(output, understood, words.join(' '));
  }
});

/** A moment in milliseconds is another in each run. */
const withoutTime = (word: string): string => word.replace(/^[0-9]{13}$/, 'a moment');

async function tried(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const child = run(
      program,
      words.map((word) => (word === 'file:///dev/stdin' ? 'x' : word)),
      { env },
    );
    return (await child).stdout;
  } catch (error) {
    return String((error as { stderr?: string }).stderr);
  }
}
