import test from 'ava';
import { problemsIn, run } from '../../helpers/commands.js';
import { environmentFiles, type FileName, folderWith, replaceOnce, shippedFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';

/** An edit of an environment file, and every field that it must be told at. */
const refused: Readonly<Record<string, { file: FileName; from: string; to: string; places: readonly string[] }>> = {
  'an hour and a time zone that do not exist': {
    file: 'prod',
    from: 'gitops:\n',
    to: 'gitops:\n  syncWindows: [{ kind: deny, schedule: "0 25 * * *", duration: 1h, timeZone: Australia/Sidney }]\n',
    places: ['gitops.syncWindows[0].schedule', 'gitops.syncWindows[0].timeZone'],
  },
  'a pattern for a repository': {
    file: 'defaults',
    from: 'repoURL: https://github.com/example/',
    to: 'repoURL: https://github.com/*/',
    places: ['gitops.repoURL'],
  },
  'alternatives for a repository': {
    file: 'defaults',
    from: 'repoURL: https://github.com/example/',
    to: 'repoURL: https://github.com/{example,stranger}/',
    places: ['gitops.repoURL'],
  },
  'a chart that does not exist': {
    file: 'defaults',
    from: 'chartVersion: 0.2.0',
    to: 'chartVersion: 9.9.9',
    places: ['workloadDefaults.chartVersion'],
  },
  'the namespace of an add-on': {
    file: 'defaults',
    from: '  ml-inference: {}',
    to: '  ml-inference: { namespace: monitoring }',
    places: ['workloads.ml-inference.namespace'],
  },
  'the namespace of Argo CD': {
    file: 'defaults',
    from: '  ml-inference: {}',
    to: '  ml-inference: { namespace: argocd }',
    places: ['workloads.ml-inference.namespace'],
  },
};

const errorsIn = (outcome: Parameters<typeof problemsIn>[0]) =>
  problemsIn(outcome).filter(({ severity }) => severity === 'error');

for (const [title, { file, from, to, places }] of Object.entries(refused)) {
  test(`${title}: validate tells what render would, once, where it is written`, async (t) => {
    const text = replaceOnce(shippedFiles[file], from, to);
    const root = folderWith(t, environmentFiles({ ...shippedFiles, [file]: text }));
    const outcome = await run('validate', root);
    t.is(outcome.exitCode, 1);
    const errors = errorsIn(outcome);
    t.deepEqual(
      errors.map((problem) => `${problem.file} ${problem.path}`),
      places.map((path) => `environments/${file}.yaml ${path}`),
    );
    const lines = text.split('\n');
    for (const { line, path } of errors) t.true(lines[line - 1]?.includes(String(path.split(/[.\]]/).at(-1))), path);
    t.deepEqual(errorsIn(await run('render', root)), errors);
  });
}

test('an environment that ships has nothing that only render would tell', async (t) => {
  const outcome = await run('validate', folderWith(t, environmentFiles(shippedFiles)));
  t.is(outcome.exitCode, 0);
  t.true(problemsIn(outcome).every(({ file }) => file.startsWith('environments/')));
});

test('what a template gives is told as its fault, with the line that it would write', async (t) => {
  const template = 'kind: Application\napiVersion: argoproj.io/v1alpha1\nmetadata:\n  name: {{name}}\n';
  const root = folderWith(t, smallRepository(['dev'], { 'argocd/environment/app.yaml.hbs': template }));
  const outcome = await run('validate', root);
  t.is(outcome.exitCode, 1);
  const [first] = problemsIn(outcome);
  t.regex(first?.message ?? '', /The template argocd\/environment\/app\.yaml\.hbs gives this\.$/);
  t.regex(outcome.notes ?? '', /^rendered\/dev\/argocd\/app\.yaml:\d+:\d+ error .*\n +\d+ \| \S/);
});

test('validate of one environment warns of what that one meets, also where the defaults say it', async (t) => {
  const root = folderWith(t, environmentFiles(shippedFiles));
  const warned = async (name: string) =>
    problemsIn(await run('validate', root, name)).some(({ rule }) => rule === 'unheard-alerts');
  t.deepEqual([await warned('dev'), await warned('prod')], [true, false]);
});
