import test from 'ava';
import { advisoriesKnownOn } from '../../../generator/environment/data/advisories.js';
import { applicationsKnownOn } from '../../../generator/environment/data/applications.js';
import { standardSupportUntil, versionsKnownOn } from '../../../generator/environment/data/kubernetes.js';
import { supportFindings } from '../../../generator/environment/support.js';
import { shippedEnvironments } from '../../charts/environments.js';
import { cli } from '../../helpers/cli.js';
import { environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

const prod = shippedEnvironments().get('prod');
if (!prod) throw new Error('there is no prod');

const found = (version: string, today: string) =>
  supportFindings({ addons: {}, cluster: { ...prod.cluster, version } }, new Date(today)).map(({ message }) => message);

const cases: readonly (readonly [version: string, today: string, says: RegExp | undefined])[] = [
  ['1.35', '2026-12-20', undefined],
  ['1.35', '2026-12-31', /ends on 2027-03-27/],
  ['1.35', '2027-03-26', /ends on 2027-03-27/],
  ['1.35', '2027-03-28', /ended on 2027-03-27/],
  ['1.37', '2026-12-31', undefined],
  ['1.36', '2027-05-20', /ends on 2027-08-02/],
];

for (const [version, today, says] of cases) {
  test(`Kubernetes ${version} on ${today}: ${says ? 'is warned of' : 'says nothing'}`, (t) => {
    const messages = found(version, today);
    t.is(messages.length, says ? 1 : 0);
    if (says) t.regex(String(messages[0]), says);
  });
}

for (const [tag, today, says] of [
  ['v3.4.13', '2026-11-02', undefined],
  ['v3.4.13', '2026-11-05', /^Argo CD is v3\.4\.13 here, .* are no longer mended from 2027-02-02: .* Source: /],
  ['v3.4.13', '2027-02-03', /have not been mended since 2027-02-02/],
  ['v3.3.1', '2026-11-05', /have not been mended since 2026-11-03/],
  ['v9.9.9', '2027-03-01', undefined],
  ['latest', '2027-03-01', undefined],
] as const) {
  test(`Argo CD ${tag} on ${today}: ${says ? 'is warned of' : 'says nothing'}`, (t) => {
    const addons = { 'argo-cd': { enabled: true, existing: false, values: { global: { image: { tag } } } } };
    const findings = supportFindings({ addons, cluster: { ...prod.cluster, version: '1.36' } }, new Date(today));
    t.is(findings.length, says ? 1 : 0);
    if (says) t.regex(String(findings[0]?.message), says);
    if (says) t.is(findings[0]?.path.join('.'), 'addons.argo-cd.values.global.image.tag');
  });
}

test('data that is older than half a year says so, whatever the version', (t) => {
  const [message = ''] = found('1.99', '2027-06-30');
  for (const known of [
    `Kubernetes on EKS of ${versionsKnownOn}`,
    `ends of applications' support of ${applicationsKnownOn}`,
    `advisories of ${advisoriesKnownOn}`,
  ])
    t.true(message.includes(known), message);
});

test('versions and days are in order', (t) => {
  const days = Object.values(standardSupportUntil);
  t.deepEqual(days, [...days].sort());
  for (const day of days) t.regex(day, /^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/);
});

test('validate warns at the version’s line; render and check never ask for the day', async (t) => {
  const root = folderWith(t, environmentFiles(shippedFiles));
  const env = { SOURCE_DATE_EPOCH: String(Date.parse('2027-03-28') / 1000) };
  const validated = await cli(['validate', '--root', root], { env });
  t.is(validated.exitCode, 0);
  t.regex(
    validated.stderr,
    /environments\/defaults\.yaml:[0-9]+:[0-9]+ warning cluster\.version: .* ended on 2027-03-27/,
  );
  for (const command of ['render', 'check']) {
    const { exitCode, stderr } = await cli([command, '--root', root], { env });
    t.deepEqual([exitCode, stderr], [0, '']);
  }
});
