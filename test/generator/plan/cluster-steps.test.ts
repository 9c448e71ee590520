import { execFileSync } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import { cli } from '../../helpers/cli.js';
import { environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

const { defaults, prod } = shippedFiles;

/** A repository whose prod was rendered and committed with Kubernetes 1.35. */
async function repository(t: ExecutionContext): Promise<string> {
  const root = folderWith(t, environmentFiles({ defaults, prod }));
  t.is((await cli(['render', '--root', root])).exitCode, 0);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'a');
  return root;
}

const steps: readonly (readonly [version: string, isTaken: boolean])[] = [
  ['1.34', false],
  ['1.35', true],
  ['1.36', true],
  ['1.37', false],
];

for (const [version, isTaken] of steps) {
  test(`from Kubernetes 1.35 to ${version}: ${isTaken ? 'EKS goes there' : 'only with an approval'}`, async (t) => {
    const root = await repository(t);
    t.is((await cli(['set', 'prod', `cluster.version=${version}`, '--root', root])).exitCode, 0);
    const { exitCode, stderr } = await cli(['render', '--root', root]);
    t.is(exitCode, isTaken ? 0 : 1);
    if (isTaken) return;
    t.true(stderr.includes(`Version ml-inference-prod-cluster 1.35 to ${version} (prod): EKS takes one minor version`));
    t.is((await cli(['render', '--allow-destructive=prod:Version', '--root', root])).exitCode, 0);
  });
}
