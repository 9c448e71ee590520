import test from 'ava';
import { cli } from '../../helpers/cli.js';
import { contents, environmentFiles, folderWith, replaceOnce, shippedFiles } from '../../helpers/repository.js';

const capacity = (root: string, ...args: string[]) => cli(['capacity', ...args, '--root', root]);

/** The shipped environments, with an edit of prod's text. */
const withProd = (from: string, to: string) =>
  environmentFiles({ ...shippedFiles, prod: replaceOnce(shippedFiles.prod, from, to) });

test('what ships has a node for every pod; nothing is written', async (t) => {
  const root = folderWith(t, environmentFiles(shippedFiles));
  const before = contents(root);
  const { exitCode, stdout } = await capacity(root);
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /^prod: every pod has a node$/m);
  t.regex(stdout, /^ {2}at the most +fits +on 4 of general$/m);
  t.regex(stdout, /^ {2}in a rollout of ml-inference, one by one +fits/m);
  t.regex(
    stdout,
    /^ {2}without ap-southeast-2a, at the most +waits +only 3 of 10 of ml-inference on 2 of general: no more memory$/m,
  );
  t.regex(stdout, /^ {2}nodes' memory +█+░+ +8\.9 of 11\.6 GiB +2\.7 left$/m);
  t.regex(stdout, /\nWhat instance types have is known as of \d{4}-\d\d-\d\d\.\n$/);
  t.deepEqual(contents(root), before);
});

test('pods that wait end with 1, and the smallest edit has its line', async (t) => {
  const root = folderWith(t, withProd('  ml-inference:\n', '  ml-inference:\n    replicas: { max: 20 }\n'));
  const { exitCode, stdout, stderr } = await capacity(root, 'prod');
  t.is(exitCode, 1);
  t.regex(stdout, /^prod: pods wait$/m);
  t.regex(
    stderr,
    /^environments\/prod\.yaml:25:12 error cluster\.nodeGroups\[0\]\.max: Pods wait at the most, and in .+: with max /m,
  );
  t.regex(
    stderr,
    / of general they have a node\. Or allow it: cluster\.podsMayWait: \[maximum, rollout\]\. \(capacity\)$/m,
  );
  const max = /with max (\d+)/.exec(stderr)?.[1] ?? '';
  const mended = folderWith(
    t,
    environmentFiles({
      ...shippedFiles,
      prod: replaceOnce(
        replaceOnce(shippedFiles.prod, '  ml-inference:\n', '  ml-inference:\n    replicas: { max: 20 }\n'),
        'max: 4',
        `max: ${max}`,
      ),
    }),
  );
  t.is((await cli(['validate', 'prod', '--root', mended])).exitCode, 0);
});

test('every edit that is needed is told, each with the moments that need it', async (t) => {
  const root = folderWith(
    t,
    environmentFiles({
      ...shippedFiles,
      prod: replaceOnce(
        replaceOnce(
          shippedFiles.prod,
          '      max: 4\n',
          `      max: 4
    - name: large
      instanceTypes: [c6i.xlarge]
      capacity: on-demand
      labels: { kind: large }
      taints: [{ key: kind, value: large, effect: NoSchedule }]
      min: 1
      max: 2
`,
        ),
        '  ml-inference:\n',
        `  second:
    image: { repository: second, tag: v1 }
    pod: { nodes: { group: large } }
    replicas: { min: 2, max: 12 }
    resources: { requests: { cpu: 900m, memory: 1Gi }, limits: { memory: 2Gi } }
  third:
    image: { repository: third, tag: v1 }
    resources: { requests: { cpu: "3", memory: 1Gi }, limits: { cpu: "4", memory: 2Gi } }
  ml-inference:
    replicas: { max: 20 }
`,
      ),
    }),
  );
  const { exitCode, stderr } = await cli(['validate', 'prod', '--root', root]);
  t.is(exitCode, 1);
  const told = stderr.split('\n').filter((line) => line.endsWith('(capacity)'));
  t.deepEqual(
    told.map((line) => /error ([^:]+): (.*?): /.exec(line)?.slice(1)),
    [
      ['workloads.third.resources.requests', 'Pods wait at the fewest, and at 4 other moments'],
      ['cluster.nodeGroups[1].max', 'Pods wait at the most, and at 3 other moments'],
      ['cluster.nodeGroups[0].max', 'Pods wait at the most, and at 3 other moments'],
    ],
  );
  t.regex(told[1] ?? '', /with max 5 of large they have a node\. Or allow it: .*\[maximum, rollout\]\./);
});

test('a pod that is larger than every node is told so', async (t) => {
  const root = folderWith(
    t,
    withProd(
      '  ml-inference:\n',
      '  ml-inference:\n    resources: { requests: { cpu: "3", memory: 1Gi }, limits: { cpu: "4", memory: 2Gi } }\n',
    ),
  );
  const { exitCode, stderr } = await capacity(root, 'prod');
  t.is(exitCode, 1);
  t.regex(stderr, /no node has room for a pod of ml-inference, which asks for 3000m CPU and 1024Mi\. Ask for less\./);
});

test('of a type that nobody knows nothing is said, and that is told', async (t) => {
  const root = folderWith(t, withProd('[t3.medium]', '[m99.large]'));
  const { exitCode, stdout } = await capacity(root, 'prod');
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /^prod: not known$/m);
  t.regex(stdout, /not counted: nodes of general: what m99\.large has isn't known/);
});

test('a spread of one’s own is told as not counted', async (t) => {
  const constraint = '{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule }';
  const root = folderWith(
    t,
    withProd('  ml-inference:\n', `  ml-inference:\n    pod: { topologySpreadConstraints: [${constraint}] }\n`),
  );
  const { stdout } = await capacity(root, 'prod');
  t.regex(stdout, /not counted: what the affinity or the spread of ml-inference requires of nodes/);
});

test('--json tells each moment with its assignment, and the problems', async (t) => {
  const root = folderWith(t, withProd('  ml-inference:\n', '  ml-inference:\n    replicas: { max: 40 }\n'));
  const text = (await capacity(root, 'prod', '--json')).stdout;
  const { estimates, problems } = JSON.parse(text) as {
    estimates: { environment: string; fits: boolean; scenarios: { scenario: string; assignment: object[] }[] }[];
    problems: { line: number }[];
  };
  t.deepEqual(
    estimates.map(({ environment, fits }) => ({ environment, fits })),
    [{ environment: 'prod', fits: false }],
  );
  t.true((estimates[0]?.scenarios[0]?.assignment.length ?? 0) > 0);
  t.is(problems.length, 1);
});

test('an environment that doesn’t exist is told', async (t) => {
  const { exitCode, stderr } = await capacity(folderWith(t, environmentFiles(shippedFiles)), 'production');
  t.is(exitCode, 1);
  t.regex(stderr, /production/);
});

test('with Karpenter pods that wait get its nodes, and that is told', async (t) => {
  const root = folderWith(
    t,
    withProd(
      '  ml-inference:\n',
      `  ml-inference:
    replicas: { max: 40 }
addons: { cluster-autoscaler: { enabled: false }, karpenter: { enabled: true } }
#`,
    ),
  );
  const { stdout } = await capacity(root, 'prod');
  t.regex(stdout, /not counted: nodes that Karpenter starts: pods that wait here get theirs there/);
});

test('validate refuses pods without a node, unless the environment allows it by name', async (t) => {
  const grown = (podsMayWait: string) =>
    folderWith(
      t,
      environmentFiles({
        ...shippedFiles,
        prod: replaceOnce(
          replaceOnce(shippedFiles.prod, '  ml-inference:\n', '  ml-inference:\n    replicas: { max: 20 }\n'),
          '  deletionProtection: true\n',
          `  deletionProtection: true\n${podsMayWait}`,
        ),
      }),
    );
  const validate = (root: string) => cli(['validate', 'prod', '--root', root]);
  const refused = await validate(grown(''));
  t.is(refused.exitCode, 1);
  t.regex(
    refused.stderr,
    /^environments\/prod\.yaml:25:12 error cluster\.nodeGroups\[0\]\.max: Pods wait at the most/m,
  );
  const half = await validate(grown('  podsMayWait: [maximum]\n'));
  t.is(half.exitCode, 1);
  t.regex(
    half.stderr,
    /Pods wait in a rollout of ml-inference, one by one: .* cluster\.podsMayWait: \[maximum, rollout\]/,
  );
  t.is((await validate(grown('  podsMayWait: [maximum, rollout]\n'))).exitCode, 0);
  t.regex((await validate(grown('  podsMayWait: [always]\n'))).stderr, /podsMayWait\[0\]/);
});
