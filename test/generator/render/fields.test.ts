import test from 'ava';
import { namesOf, workloadNames } from '../../../generator/environment/names.js';
import { chartValues } from '../../../generator/render/chart.js';
import { stateVariables, terraformVariables } from '../../../generator/render/terraform.js';
import { applicationsOf, named, projectsOf } from '../../argocd/rendering.js';
import { shippedIdentities } from '../../helpers/add-ons.js';
import { fullEnvironment } from '../../helpers/full-environment.js';
import { renderedEnvironment } from '../../helpers/rendered-files.js';
import { onlyWorkload, resolved } from '../../helpers/resolved.js';
import { expectedAddOnValues, expectedApplications, expectedProject, expectedWorkload } from './fields/argocd.js';
import { expectedChartValues } from './fields/chart-values.js';
import { expectedStateVariables, expectedVariables } from './fields/terraform-variables.js';

const environment = resolved(fullEnvironment);
const names = namesOf(environment);
const workload = onlyWorkload(environment);
const ofWorkload = workloadNames(environment, workload);
const argocd = { ...renderedEnvironment(environment), bootstrap: [] };
const applications = applicationsOf(argocd);

test('the full environment holds no text and no number twice: a field that takes another’s value shows', (t) => {
  // Both node groups span all zones: in each, there would be more of them.
  const values = scalarsIn(fullEnvironment).filter((value) => typeof value !== 'boolean' && value !== 'all');
  t.deepEqual(
    values.filter((value, index) => values.indexOf(value) !== index),
    [],
  );
});

function scalarsIn(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalarsIn) : [value];
}

test('each field arrives in the Helm values of its own', (t) => {
  t.deepEqual<unknown, unknown>(chartValues({ environment, workload, names: ofWorkload }), expectedChartValues);
});

test('each field arrives in the Terraform variables of its own', (t) => {
  t.deepEqual<unknown, unknown>(terraformVariables(environment, names, shippedIdentities), expectedVariables);
  t.deepEqual<unknown, unknown>(stateVariables(environment, names), expectedStateVariables);
});

test('each Application reads its own source, into its own namespace, by its own project', (t) => {
  const found = applications.map(({ metadata, spec: { project, destination, source } }) => {
    const { helm, ...where } = source;
    return [metadata.name, { project, namespace: destination.namespace, source: where }] as const;
  });
  t.deepEqual(Object.fromEntries(found), expectedApplications as Record<string, (typeof found)[number][1]>);
});

test('each add-on gets its own Helm values', (t) => {
  for (const [name, expected] of Object.entries(expectedAddOnValues)) {
    t.like(named(applications, name).spec.source.helm?.valuesObject, expected as object);
  }
});

test('the workload’s project admits this repository, its namespace, and syncs outside the windows', (t) => {
  t.like(named(projectsOf(argocd), ofWorkload.application).spec, expectedProject);
});

test('the workload’s Application tells, syncs and ignores as its fields say', (t) => {
  const { metadata, spec } = named(applications, ofWorkload.application);
  t.like(metadata.annotations, expectedWorkload.annotations);
  t.deepEqual(spec.syncPolicy.automated, expectedWorkload.automated);
  t.deepEqual(spec.ignoreDifferences, expectedWorkload.ignoreDifferences);
});
