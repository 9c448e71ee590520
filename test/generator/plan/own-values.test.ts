import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse, stringify } from 'yaml';
import { mergeDeep } from '../../../generator/base/merge.js';
import { problemsIn, run } from '../../helpers/commands.js';
import { environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

const workload = (edit: object) => ({ workloads: { 'ml-inference': edit } });
const devWith = (edit: object) => ({ ...shippedFiles, dev: stringify(mergeDeep(parse(shippedFiles.dev), edit)) });

const refused: Readonly<Record<string, [values: object, path: string, message: RegExp]>> = {
  'a value that the chart doesn’t have': [
    { rolout: { maxSurge: 1 } },
    'rolout',
    /no value "rolout" here; did you mean rollout\?/,
  ],
  'a value of another kind': [{ rollout: { maxSurge: 'many' } }, 'rollout.maxSurge', /It must match pattern/],
  'an entry of a list': [
    { networkPolicy: { extraIngress: ['any'] } },
    'networkPolicy.extraIngress[0]',
    /It must be object/,
  ],
};

const errorsIn = (outcome: Parameters<typeof problemsIn>[0]) =>
  problemsIn(outcome).filter(({ severity }) => severity === 'error');

for (const [title, [values, path, message]] of Object.entries(refused)) {
  test(`${title} is refused at its line, by validate as by render`, async (t) => {
    const root = folderWith(t, environmentFiles(devWith(workload({ values }))));
    const outcome = await run('validate', root, 'dev');
    const errors = errorsIn(outcome);
    t.deepEqual(
      errors.map((error) => `${error.file} ${error.path} ${error.rule}`),
      [`environments/dev.yaml workloads.ml-inference.values.${path} chart-values`],
    );
    t.regex(errors[0]?.message ?? '', message);
    t.deepEqual(errorsIn(await run('render', root)), errors);
  });
}

test('values that the chart has are taken, and null takes one of its defaults away', async (t) => {
  const values = { rollout: { maxSurge: 1 }, podDisruptionBudget: { minAvailable: null, maxUnavailable: 1 } };
  const root = folderWith(t, environmentFiles(devWith(workload({ values }))));
  const { exitCode, notes } = await run('render', root);
  t.is(exitCode, 0, notes);
  const rendered = join(root, 'rendered/dev/workloads/ml-inference/chart/values.environment.yaml');
  t.like(parse(readFileSync(rendered, 'utf8')), values);
});
