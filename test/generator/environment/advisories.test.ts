import test from 'ava';
import { advisoryFindings, isAffected } from '../../../generator/environment/advisories.js';
import { advisories } from '../../../generator/environment/data/advisories.js';
import { applications } from '../../../generator/environment/data/applications.js';
import { pathText } from '../../../generator/environment/problem.js';
import { environmentOf } from '../../argocd/rendering.js';

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
  for (const { addon, installed } of applications)
    for (const advisory of advisories.filter((each) => each.addon === addon)) t.false(isAffected(installed, advisory));
});

test('each advisory is about an application whose version is known', (t) => {
  const known = applications.map(({ addon }) => addon);
  t.deepEqual(
    advisories.map(({ addon }) => addon).filter((addon) => !known.includes(addon)),
    [],
  );
});
