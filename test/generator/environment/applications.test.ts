import test from 'ava';
import { installedApplications } from '../../../generator/environment/applications.js';
import { applications } from '../../../generator/environment/data/applications.js';
import { applicationsOf, environmentOf, renderedArgoCD } from '../../argocd/rendering.js';

const withTag = (tag: unknown) =>
  environmentOf('prod', { addons: { 'argo-cd': { values: { global: { image: { tag } } } } } });

test('the version that is known of an application is the one that its template names', (t) => {
  const rendered = applicationsOf(renderedArgoCD(environmentOf('prod')));
  for (const { addon, version, installed } of applications) {
    const application = rendered.find(({ metadata }) => metadata.name.endsWith(`-${addon}`));
    const values: unknown = application?.spec.source.helm?.valuesObject;
    t.is(
      version.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], values),
      installed,
    );
  }
});

test('an environment’s own version goes before it, and stands where it says so', (t) => {
  const found = (environment: Parameters<typeof installedApplications>[0]) =>
    installedApplications(environment).map(({ version, path }) => [version, path.join('.')]);
  t.deepEqual(found(environmentOf('prod')), [[applications[0]?.installed, 'addons.argo-cd']]);
  t.deepEqual(found(withTag('v3.5.7')), [['v3.5.7', 'addons.argo-cd.values.global.image.tag']]);
  t.deepEqual(found(withTag(3)), []);
  t.deepEqual(found(environmentOf('prod', { addons: { 'argo-cd': { enabled: false } } })), []);
});

test('versions and days are in order', (t) => {
  for (const { supportedUntil } of applications) {
    const days = Object.values(supportedUntil);
    t.deepEqual(days, [...days].sort());
    for (const day of days) t.regex(day, /^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/);
  }
});
