import test from 'ava';
import { namesOf, workloadNames } from '../../../generator/environment/names.js';
import { chartValues } from '../../../generator/render/chart.js';
import { terraformVariables } from '../../../generator/render/terraform.js';
import { applicationsOf } from '../../argocd/rendering.js';
import { shippedEnvironments } from '../../charts/environments.js';
import { shippedIdentities } from '../../helpers/add-ons.js';
import { fullEnvironment } from '../../helpers/full-environment.js';
import { renderedEnvironment } from '../../helpers/rendered-files.js';
import { resolved } from '../../helpers/resolved.js';

const full = resolved(fullEnvironment);

for (const environment of [...shippedEnvironments().values(), full]) {
  const names = namesOf(environment);
  const rendered = renderedEnvironment(environment);
  const paths = rendered.files.map(({ path }) => path);
  const holds = (path: string) => paths.some((known) => known === path || known.startsWith(`${path}/`));
  const runbook = String(rendered.files.find(({ path }) => path.endsWith('/RUNBOOK.md'))?.content);

  test(`${environment.name}: a page that an alert or an alarm leads to is a rendered file`, (t) => {
    const { repoURL, targetRevision } = environment.gitops;
    const view = `${repoURL.replace(/\.git$/, '')}/blob/${targetRevision}/`;
    const urls = {
      alerts: environment.workloads.map((workload) => {
        const ofWorkload = workloadNames(environment, workload);
        return chartValues({ environment, workload, names: ofWorkload }).monitoring.rules.runbookURL;
      }),
      alarm: terraformVariables(environment, names, shippedIdentities).observability.runbook_url,
    };
    t.deepEqual(
      urls.alerts,
      environment.workloads.map(({ key }) => `${view}${names.paths.root}/workloads/${key}/chart/ALERTS.md`),
    );
    t.is(urls.alarm, `${view}${names.paths.root}/RUNBOOK.md`);
    for (const url of [...urls.alerts, urls.alarm]) t.true(paths.includes(url.slice(view.length)), url);
  });

  test(`${environment.name}: each path that the runbook names is rendered`, (t) => {
    const mentioned = [...runbook.matchAll(/rendered\/[\w./-]*\w/g)].map(([path]) => path);
    const linked = [...runbook.matchAll(/\]\((?!#|https?:)([^)]*)\)/g)].map(
      ([, path]) => `${names.paths.root}/${path}`,
    );
    t.true(mentioned.length > 5 && linked.length > 0);
    // The state is made by whoever applies.
    for (const path of [...mentioned, ...linked].filter((path) => !path.endsWith('.tfstate')))
      t.true(holds(path), path);
  });

  test(`${environment.name}: each folder and file that an Application reads of this repository is rendered`, (t) => {
    const own = applicationsOf({ ...rendered, bootstrap: [] }).flatMap(({ spec: { source } }) =>
      source.path === undefined ? [] : [source],
    );
    t.true(own.length >= 3);
    for (const { path = '', helm } of own) {
      t.true(holds(path), path);
      for (const file of helm?.valueFiles ?? []) t.true(paths.includes(`${path}/${file}`), file);
    }
  });
}
