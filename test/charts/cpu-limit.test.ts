import test from 'ava';
import { refusal, render } from './helm.js';
import { containersOf, only, podsOf } from './objects.js';

const noLimit = { resources: { limits: { cpu: null } }, quota: { hard: { 'limits.cpu': null } } };
const ignored = 'kube-score/ignore';

test('without a limit of CPU no pod, quota or range states one, and judges are told why', async (t) => {
  const objects = await render(noLimit);
  const limits = podsOf(objects)
    .filter(({ owner }) => owner.kind === 'Deployment')
    .flatMap(({ spec }) => containersOf(spec).map(({ resources }) => Object.keys(resources?.limits ?? {}).sort()));
  t.deepEqual(limits, [['ephemeral-storage', 'memory']]);
  t.false('limits.cpu' in (only(objects, 'ResourceQuota').spec?.hard ?? {}));
  t.deepEqual(Object.keys(only(objects, 'LimitRange').spec?.limits[0]?.default ?? {}).sort(), [
    'ephemeral-storage',
    'memory',
  ]);
  const { annotations } = only(objects, 'Deployment').metadata ?? {};
  t.regex(annotations?.['checkov.io/skip2'] ?? '', /^CKV_K8S_11=/);
  t.is(annotations?.[ignored], 'container-resources');
});

test('with a limit of CPU nothing is kept from the judges', async (t) => {
  const { annotations } = only(await render(), 'Deployment').metadata ?? {};
  t.deepEqual(Object.keys(annotations ?? {}), ['checkov.io/skip1']);
  const digest = `sha256:${'a'.repeat(64)}`;
  t.is(only(await render({ image: { digest } }), 'Deployment').metadata?.annotations, undefined);
});

test('a quota of CPU that no pod could be counted against is refused', async (t) => {
  t.regex(await refusal({ resources: noLimit.resources }), /quota\.hard has limits\.cpu/);
});
