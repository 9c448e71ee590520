import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { problemsIn, run } from '../../helpers/commands.js';
import { contents, environmentFiles, type Files, folderWith, shippedFiles } from '../../helpers/repository.js';

const below = 'environments/dev/terraform';
const bucket = '# mine\nresource "aws_s3_bucket" "reports" {\n  bucket = var.environment\n}\n';

const repository = (t: ExecutionContext, files: Files): string => {
  const own = Object.entries(files).map(([path, text]) => [`${below}/${path}`, text] as const);
  return folderWith(t, { ...environmentFiles(shippedFiles), ...Object.fromEntries(own) });
};

test('Terraform of one’s own goes along into the root of its environment, as it is', async (t) => {
  const root = repository(t, { 'reports.tf': bucket, 'README.md': 'not Terraform', '.hidden.tf': 'x' });
  const { exitCode, notes } = await run('render', root);
  t.is(exitCode, 0, notes);
  t.is(readFileSync(join(root, 'rendered/dev/terraform/reports.tf'), 'utf8'), bucket);
  t.is(contents(join(root, 'rendered/prod/terraform'))['reports.tf'], undefined);
  t.is(contents(join(root, 'rendered/dev/terraform'))['.hidden.tf'], undefined);
  t.is((await run('check', root)).exitCode, 0);
});

for (const name of ['main.tf', 'backend.tf', 'providers.tf']) {
  test(`a file that is called ${name} as one that is rendered is refused, and nothing changes`, async (t) => {
    const root = repository(t, { [name]: bucket });
    const before = contents(root);
    const outcome = await run('render', root);
    t.is(outcome.exitCode, 1);
    const [problem, ...more] = problemsIn(outcome);
    t.deepEqual(more, []);
    t.like(problem, { rule: 'own-files', file: `${below}/${name}` });
    t.regex(String(problem?.message), /is rendered from a template: give this file another name/);
    t.deepEqual(contents(root), before);
  });
}
