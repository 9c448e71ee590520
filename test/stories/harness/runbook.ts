import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { type Flow, stepsOf } from '../../../generator/operator/steps.js';
import { resolveHelm } from '../../../tools/helm.js';
import { resolveKubectl } from '../../../tools/kubectl.js';

const run = promisify(execFile);

/** Runs a step of an environment's runbook, by the name in its comment, as the bootstrap and the teardown do. */
export async function runRunbookStep(
  { repository, kubeconfig }: { readonly repository: string; readonly kubeconfig: string },
  [flow, id]: readonly [Flow, string],
  environment = 'dev',
): Promise<void> {
  const steps = stepsOf(readFileSync(`${repository}/rendered/${environment}/RUNBOOK.md`, 'utf8'), flow);
  const step = steps.find((one) => one.id === id);
  if (!step) throw new Error(`the runbook has no step ${id} of ${flow}`);
  const programs = [await resolveHelm(), await resolveKubectl()].map((path) => dirname(path));
  await run('bash', ['--norc', '-euo', 'pipefail', '-c', step.script], {
    cwd: repository,
    env: { ...process.env, KUBECONFIG: kubeconfig, PATH: [...programs, process.env['PATH']].join(':') },
    timeout: 300_000,
  });
}
