import test from 'ava';
import { advisoryFindings, isAffected } from '../../../generator/environment/advisories.js';
import { advisories } from '../../../generator/environment/data/advisories.js';
import { pathText } from '../../../generator/environment/problem.js';
import { applicationsOf, environmentOf, renderedArgoCD } from '../../argocd/rendering.js';

const fixedIn = ['3.3.15', '3.4.10', '3.5.4'];

for (const [version, affected] of [
  ['v3.4.4', true],
  ['3.4.9', true],
  ['3.4.10', false],
  ['v3.4.11', false],
  ['3.5.3', true],
  ['3.5.4', false],
  ['3.2.99', true],
  ['3.6.0', false],
  ['v4.0.0', false],
  ['latest', false],
] as const) {
  test(`a fault that ${fixedIn.join(', ')} mend is ${affected ? '' : 'not '}in ${version}`, (t) => {
    t.is(isAffected(version, { fixedIn }), affected);
  });
}

const withTag = (tag: unknown, more: object = {}) =>
  environmentOf('prod', { addons: { 'argo-cd': { values: { global: { image: { tag } } }, ...more } } });

test('a version of Argo CD with a published fault is a warning at its place, with what mends it', (t) => {
  const [finding, ...others] = advisoryFindings(withTag('v3.4.4'));
  t.deepEqual(others, []);
  t.is(finding?.severity, 'warning');
  t.is(pathText(finding?.path ?? []), 'addons.argo-cd.values.global.image.tag');
  t.regex(
    finding?.message ?? '',
    /v3\.4\.4 has a published fault: .* mended in .*v3\.4\.10.* Source: osv\.dev, .* known on 20/,
  );
});

test('a version that is mended, of an add-on that is off, or that is no text is none', (t) => {
  for (const environment of [
    withTag('v3.4.10'),
    withTag('v3.4.4', { enabled: false }),
    withTag(3),
    environmentOf('prod'),
  ])
    t.deepEqual(advisoryFindings(environment), []);
});

test('no advisory is about what the templates install', (t) => {
  for (const advisory of advisories) {
    const application = applicationsOf(renderedArgoCD(environmentOf('prod'))).find(({ metadata }) =>
      metadata.name.endsWith(`-${advisory.addon}`),
    );
    const values: unknown = application?.spec.source.helm?.valuesObject;
    const version = advisory.version.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], values);
    t.is(typeof version, 'string');
    t.false(isAffected(String(version), advisory));
  }
});
