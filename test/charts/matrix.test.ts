import { readdir } from 'node:fs/promises';
import test from 'ava';
import { chartFolder, helm, render } from './helm.js';
import { referenceSurroundings, violations } from './invariants.js';

const files = (await readdir(`${chartFolder}/ci`)).map((file) => `${chartFolder}/ci/${file}`);

/** Facts about the cluster on which the values files rely. */
const surroundings = {
  ...referenceSurroundings,
  existingSecrets: ['our-secrets'],
};
const internal = { ...surroundings, loadBalancerSubnets: ['10.0.10.0/24', '10.0.11.0/24'] };

for (const file of files) {
  const name = file.split('/').at(-1);

  test(`the objects of ${name} fit together`, async (t) => {
    const objects = await render({}, ['--values', file]);
    t.deepEqual(violations(objects, file.includes('extras') ? internal : surroundings), []);
  });

  test(`helm lint --strict finds nothing in ${name}`, async (t) => {
    const { exitCode, stdout, stderr } = await helm([
      'lint',
      '--strict',
      '--quiet',
      chartFolder,
      '--kube-version',
      '1.35.0',
      '--values',
      file,
    ]);
    t.is(`${stdout}${stderr}`.trim(), '');
    t.is(exitCode, 0);
  });
}

test('the user’s own objects are installed unchanged', async (t) => {
  const own = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' }, data: { a: '{{ .Values.name }}' } };
  t.deepEqual((await render({ extraObjects: [own] })).find(({ metadata }) => metadata.name === 'own') as unknown, own);
});
