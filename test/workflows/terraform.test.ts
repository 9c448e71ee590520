import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { testWithTerraform } from '../terraform/terraform-tests.js';
import { readWorkflows } from './workflows.js';

interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/** A folder with a root of Terraform, in which steps of the workflow run as GitHub runs them. */
interface Run {
  readonly folder: string;
  write(text: string): void;
  step(name: string, environment?: Readonly<Record<string, string>>): Promise<Outcome>;
}

/** Resources of Terraform itself: they need neither a provider nor an account. */
const resource = (name: string, trigger: string) =>
  `resource "terraform_data" "${name}" {\n  triggers_replace = ["${trigger}"]\n}\n`;

function scriptOf(name: string): string {
  const steps = readWorkflows().flatMap(({ jobs }) => jobs.flatMap((job) => job.steps));
  const step = steps.find((each) => each.name === name);
  if (step?.run === undefined) throw new Error(`No step is called ${name}.`);
  return step.run;
}

function startRun(t: ExecutionContext, terraform: string): Run {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-workflow-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write: (text) => writeFileSync(join(folder, 'main.tf'), text),
    step: (name, environment = {}) =>
      new Promise((resolve) => {
        const env = {
          ...process.env,
          PATH: `${dirname(terraform)}${delimiter}${process.env['PATH']}`,
          FOLDER: '.',
          ENVIRONMENT: 'dev',
          RUNNER_TEMP: folder,
          GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
          ...environment,
        };
        // GitHub's own call, for `shell: bash`.
        const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', scriptOf(name)];
        execFile('bash', args, { cwd: folder, env }, (error, stdout, stderr) => {
          resolve({ exitCode: Number(error?.code ?? 0), output: stdout + stderr });
        });
      }),
  };
}

const plan = 'Plan, and write it down';
const apply = 'Plan, refuse what would be lost, and apply exactly that plan';

testWithTerraform('a plan is told in a line, and in full below, as text whatever is in it', async (t, terraform) => {
  const { folder, write, step } = startRun(t, terraform);
  write(resource('hostile', '</pre>```<script>&'));
  const { exitCode } = await step(plan);
  t.is(exitCode, 0);
  const comment = readFileSync(join(folder, 'plan.md'), 'utf8');
  t.regex(comment, /^### Terraform of dev: Plan: 1 to add, 0 to change, 0 to destroy\.\n\n<details>/);
  t.regex(comment, /"&lt;\/pre&gt;```&lt;script&gt;&amp;"/);
  t.is(comment.split('</pre>').length, 2);
  t.is(readFileSync(join(folder, 'summary.md'), 'utf8'), comment);
  t.false(existsSync(join(folder, '.terraform.tfstate.lock.info')));
});

testWithTerraform('a plan without changes says so', async (t, terraform) => {
  const { folder, write, step } = startRun(t, terraform);
  write('');
  t.is((await step(plan)).exitCode, 0);
  t.regex(readFileSync(join(folder, 'plan.md'), 'utf8'), /^### Terraform of dev: No changes\./);
});

for (const [what, text] of [
  ['doesn’t plan', 'resource "terraform_data" "a" {\n  input = var.missing\n}\n'],
  ['doesn’t start', 'terraform {\n  required_version = ">= 99"\n}\n'],
] as const) {
  testWithTerraform(`a root that ${what} fails, and the comment says why`, async (t, terraform) => {
    const { folder, write, step } = startRun(t, terraform);
    write(text);
    t.not((await step(plan)).exitCode, 0);
    t.regex(readFileSync(join(folder, 'plan.md'), 'utf8'), /^### Terraform of dev: failed\n[\s\S]*Error: /);
  });
}

testWithTerraform('what adds is applied; what destroys or replaces only when that was said', async (t, terraform) => {
  const { folder, write, step } = startRun(t, terraform);
  const state = () => readFileSync(join(folder, 'terraform.tfstate'), 'utf8');
  write(resource('kept', 'a') + resource('gone', 'a'));
  t.is((await step(apply)).exitCode, 0);
  const before = state();

  write(resource('kept', 'b') + resource('added', 'a'));
  const refused = await step(apply, { DESTROY: 'false' });
  t.is(refused.exitCode, 1);
  t.regex(refused.output, /::error::Nothing was applied/);
  t.regex(refused.output, /^terraform_data\.gone\nterraform_data\.kept$/m);
  t.is(state(), before);

  t.is((await step(apply, { DESTROY: 'true' })).exitCode, 0);
  t.regex(state(), /"added"/);
  t.notRegex(state(), /"gone"/);
});
