import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { repositoryRoot } from '../../tools/folders.js';
import { type Job, parseWorkflow, readWorkflows, type Step, type Workflow } from './workflows.js';

interface Rule {
  readonly title: string;
  /** Lists violations of the rule, in words. */
  readonly broken: (workflow: Workflow) => readonly string[];
  /** Text of the workflow below, and its replacement that violates the rule. */
  readonly mutant: readonly [string, string];
}

const sound = `
on: { pull_request: {} }
permissions: {}
defaults: { run: { shell: bash } }
jobs:
  build:
    timeout-minutes: 5
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - run: npm run lint
        env: { TITLE: "\${{ github.event.pull_request.title }}" }
`;

const scripts = Object.keys(
  (JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);

const rules: readonly Rule[] = [
  {
    title: 'every action is pinned by commit, and says which version that is',
    broken: ({ text }) =>
      (text.match(/^.*\buses:.*$/gm) ?? []).filter(
        (line) => !/uses: [\w-]+\/[\w/.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line),
      ),
    mutant: ['@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', '@v7'],
  },
  {
    title: 'a workflow has no permission of its own',
    broken: ({ permissions }) => (JSON.stringify(permissions) === '{}' ? [] : [JSON.stringify(permissions)]),
    mutant: ['permissions: {}', 'permissions: { contents: write }'],
  },
  {
    title: 'every job states its permissions',
    broken: ofJobs((job) => job.permissions === undefined),
    mutant: ['permissions: { contents: read }', 'name: build'],
  },
  {
    title: 'every job ends in time',
    broken: ofJobs((job) => job['timeout-minutes'] === undefined),
    mutant: ['timeout-minutes: 5', 'name: build'],
  },
  {
    title: 'no expression is pasted into a script: values come by the environment',
    broken: ofSteps((step) => step.run?.includes('${{') ?? false),
    mutant: ['npm run lint', `echo "\${{ github.event.pull_request.title }}"`],
  },
  {
    title: 'no workflow runs proposed code with the rights of the target branch',
    broken: ({ on }) => Object.keys(on).filter((event) => ['pull_request_target', 'workflow_run'].includes(event)),
    mutant: ['pull_request: {}', 'pull_request_target: {}'],
  },
  {
    title: 'no key is stored',
    broken: ({ text }) => text.match(/\bsecrets\.\w+|AWS_(ACCESS|SECRET)\w*/g) ?? [],
    mutant: ['github.event.pull_request.title', 'secrets.AWS_SECRET_ACCESS_KEY'],
  },
  {
    title: "a job that may write, or ask AWS for a role, runs none of the project's code",
    broken: ofJobs((job) => mayAct(job) && job.steps.some(runsProjectCode)),
    mutant: ['{ contents: read }', '{ contents: read, id-token: write }'],
  },
  {
    title: 'a checkout keeps no token where the job needs none',
    broken: ofJobs(
      (job) =>
        job.permissions?.['contents'] !== 'write' &&
        job.steps.some((step) => step.uses?.startsWith('actions/checkout@') && keepsToken(step)),
    ),
    mutant: ['persist-credentials: false', 'fetch-depth: 0'],
  },
  {
    title: 'every npm script that is run exists',
    broken: ({ text }) =>
      [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)]
        .map(([, script]) => script ?? '')
        .filter((script) => !scripts.includes(script)),
    mutant: ['npm run lint', 'npm run no-such-script'],
  },
  {
    title: 'a pipe fails when any part of it does',
    broken: ({ text }) =>
      /defaults: *(\{ run: \{ shell: bash|\n +run:\n +shell: bash)/.test(text) ? [] : ['defaults'],
    mutant: ['shell: bash', 'shell: sh'],
  },
];

for (const rule of rules) {
  test(`${rule.title}`, (t) => {
    const workflows = readWorkflows();
    t.true(workflows.length >= 2);
    for (const workflow of workflows) t.deepEqual(rule.broken(workflow), [], workflow.file);
  });

  test(`noticed when broken: ${rule.title}`, (t) => {
    t.deepEqual(rule.broken(parseWorkflow('sound.yml', sound)), []);
    const broken = sound.replace(...rule.mutant);
    t.not(broken, sound);
    t.not(rule.broken(parseWorkflow('broken.yml', broken)).length, 0);
  });
}

test('a pull request gets lint, check, tests and the outside judges', (t) => {
  const checks = readWorkflows().find(({ file }) => file === 'checks.yml');
  for (const command of ['npm ci', 'npm run lint', 'npm run check', 'npm test', 'npm run judge']) {
    t.true(
      checks?.jobs.some((job) => job.steps.some((step) => step.run === command)),
      command,
    );
  }
});

test("a pull request gets the generator's suite on Windows and macOS", (t) => {
  const checks = readWorkflows().find(({ file }) => file === 'checks.yml');
  const systems = checks?.jobs.find((job) => job.steps.some(({ run }) => run?.includes("'test/generator/**'")));
  t.regex(JSON.stringify(systems?.strategy), /"windows-\d+".*"macos-\d+"/);
});

test('the image is scanned on each platform that is published, before it is', (t) => {
  const image = readWorkflows().find(({ file }) => file === 'image.yml');
  t.regex(image?.text ?? '', /platform: \[linux\/amd64, linux\/arm64\]/);
  t.regex(image?.text ?? '', /platforms: linux\/amd64,linux\/arm64\n/);
  t.regex(image?.text ?? '', /publish:[\s\S]*needs: \[target, scan\]/);
});

test('the published image carries an SBOM and provenance', (t) => {
  const image = readWorkflows().find(({ file }) => file === 'image.yml');
  const published = image?.jobs.flatMap((job) => job.steps).find((step) => step.with?.['push'] === true);
  t.like(published?.with, { sbom: true, provenance: 'mode=max' });
});

function ofJobs(broken: (job: Job) => boolean): Rule['broken'] {
  return (workflow) => workflow.jobs.filter(broken).map((job) => job.id);
}

function ofSteps(broken: (step: Step) => boolean): Rule['broken'] {
  return ofJobs((job) => job.steps.some(broken));
}

const mayAct = (job: Job) => Object.values(job.permissions ?? {}).includes('write');
const runsProjectCode = (step: Step) => /\b(npm|npx|node|bash|make)\b/.test(step.run ?? '');
const keepsToken = (step: Step) => step.with?.['persist-credentials'] !== false;
