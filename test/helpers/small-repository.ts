import { environmentFiles, type Files, replaceOnce, shippedFiles } from './repository.js';

/**
 * Makes a repository with as few files as the generator needs, and small templates: an environment renders to about a
 * dozen files, so that a test can try every step of a run.
 * @param files further files, by path
 */
export function smallRepository(environments: readonly ('dev' | 'prod')[], files: Files = {}): Files {
  const texts = Object.fromEntries(environments.map((name) => [name, withoutAddOns(shippedFiles[name])]));
  return { ...environmentFiles({ defaults: defaults(), ...texts }), ...templates, ...files };
}

const withoutAddOns = (text: string): string =>
  replaceOnce(
    text.replace('replicas: { max: 3 }', 'replicas: { max: 2 }'),
    '  ml-inference:\n',
    '  ml-inference:\n    exposure: { loadBalancer: { enabled: false } }\n',
  );

/** Gives the defaults without add-ons, each of which would need a template. */
function defaults(): string {
  const [before, after] = shippedFiles.defaults.split(/^addons:\n(?: .*\n)+/m) as [string, string];
  return [
    ['    min: 2\n    max: 10\n', '    min: 2\n    max: 2\n'],
    [
      '  secrets:\n' +
        '    - { name: database-url, variable: DATABASE_URL }\n' +
        '    - { name: api-keys, variable: API_KEYS }\n',
      '  secrets: []\n',
    ],
  ].reduce((text, [from = '', to = '']) => replaceOnce(text, from, to), `${before}addons: {}\n${after}`);
}

const nothing = 'a: {{name}}\n';

const chartVersion = /chartVersion: (\S+)/.exec(shippedFiles.defaults)?.[1];

const templates: Files = {
  'terraform-templates/main.tf': 'module "a" {}\n',
  'terraform-templates/backend.tf.hbs': 'bucket = {{names.stateBucket}}\n',
  'charts/ml-inference/Chart.yaml': `apiVersion: v2\nname: ml-inference\nversion: ${chartVersion}\n`,
  'charts/ml-inference/templates/a.yaml': 'a: 1\n',
  'runbook/a.md.hbs': '# {{name}}\n',
  'argocd/addon.yaml.hbs': nothing,
  'argocd/objects.yaml.hbs': nothing,
  'argocd/bootstrap-values.yaml.hbs': nothing,
};
