import { readFileSync } from 'node:fs';
import test from 'ava';
import { repositoryRoot } from '../../tools/folders.js';
import { currentPage, type Pin, pinsFile, pinsIn } from '../../tools/pins.js';
import { addOnCharts } from '../argocd/addon-charts.js';
import { shippedAddOns } from '../helpers/add-ons.js';

const read = (file: string): string => readFileSync(`${repositoryRoot}${file}`, 'utf8');
const configuration = read('renovate.json');

test('docs/pins.md lists what is pinned: npm run pins writes it anew', (t) => {
  t.is(read(pinsFile), currentPage());
});

test('Renovate finds the chart of every add-on that ships', (t) => {
  const found = [...shippedAddOns.folders.keys()].flatMap((key) => {
    const file = `argocd/addons/${key}/application.yaml.hbs`;
    return pinsIn(configuration, [file], read).filter(({ name }) => name === addOnCharts[key]?.chart);
  });
  t.deepEqual(
    found.map(({ version }) => version),
    [...shippedAddOns.folders.keys()].map((key) => addOnCharts[key]?.version),
  );
});

/** A file as somebody writes it, and what Renovate finds there. */
const written: readonly [file: string, text: string, pins: readonly Omit<Pin, 'file'>[]][] = [
  [
    'argocd/addons/reloader/application.yaml.hbs',
    'repoURL: https://stakater.github.io/stakater-charts\nchart: reloader\nversion: 2.2.3\n',
    [{ name: 'reloader', version: '2.2.3' }],
  ],
  [
    'argocd/addons/own/application.yaml.hbs',
    'repoURL: registry.example.com/charts\nchart: own\nversion: 1.0.0\n',
    [{ name: 'own', version: '1.0.0' }],
  ],
  ['environments/dev.yaml', 'cluster:\n  version: "1.35"\n', [{ name: 'amazon-eks', version: '1.35' }]],
  ['environments/dev.yaml', 'workloads:\n  a:\n    version: "1.35"\n', []],
  [
    'tools/judges/install.sh',
    'x) from_go tflint github.com/terraform-linters/tflint v0.64.0 ;;\ny) from_go a github.com/o/r/cmd/a v0.8.0 ;;',
    [
      { name: 'github.com/o/r', version: 'v0.8.0' },
      { name: 'github.com/terraform-linters/tflint', version: 'v0.64.0' },
    ],
  ],
  ['.ci/run', 'section tests-node-22 test_on_node 22.23.3\n', [{ name: 'node', version: '22.23.3' }]],
];

for (const [file, text, pins] of written) {
  test(`in ${file} Renovate finds ${pins.map(({ name }) => name).join(', ') || 'nothing'}`, (t) => {
    const found = pinsIn(configuration, [file], () => text);
    t.deepEqual(
      found.map(({ name, version }) => ({ name, version })),
      pins,
    );
  });
}

test('Renovate leaves alone what is rendered', (t) => {
  const { ignorePaths } = JSON.parse(configuration) as { ignorePaths: readonly string[] };
  t.true(ignorePaths.includes('rendered/**'));
});
