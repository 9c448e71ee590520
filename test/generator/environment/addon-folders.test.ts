import test from 'ava';
import { readAddOns } from '../../../generator/environment/addon-folders.js';
import { argocdFiles, shippedAddOns, shippedIdentities } from '../../helpers/add-ons.js';
import { problemsIn, run } from '../../helpers/commands.js';
import { environmentFiles, type Files, folderWith, shippedFiles, snapshot } from '../../helpers/repository.js';

type Texts = Readonly<Record<string, string>>;

const identity = 'namespace: dns\nserviceAccount: external-dns\n';

/** An add-on that calls AWS. */
const whole: Texts = {
  'external-dns/application.yaml.hbs': 'chart: external-dns\n',
  'external-dns/identity.yaml': identity,
  'external-dns/policies/external-dns.json.tftpl': '{ "Statement": [] }\n',
};

const without = (name: string): Texts => Object.fromEntries(Object.entries(whole).filter(([path]) => path !== name));

const renamed = (name: string): Texts =>
  Object.fromEntries(Object.entries(whole).map(([path, text]) => [path.replace(/^external-dns/, name), text]));

/** What is added to the folders that ship, and the one problem that it makes: its place and its sentence. */
const broken: readonly [title: string, files: Texts, place: string, message: string][] = [
  [
    'lies beside the folders',
    { 'external-dns.yaml.hbs': 'chart: external-dns\n' },
    'external-dns.yaml.hbs:1:1 addon-folder',
    'An add-on is a folder: move this to argocd/addons/external-dns/application.yaml.hbs.',
  ],
  [
    'has no Application',
    without('external-dns/application.yaml.hbs'),
    'external-dns/application.yaml.hbs:1:1 addon-files',
    'This file is missing: it says which chart the add-on is, and its Helm values.',
  ],
  [
    'has a policy and no ServiceAccount',
    without('external-dns/identity.yaml'),
    'external-dns/policies/external-dns.json.tftpl:1:1 addon-role',
    'No ServiceAccount gets this policy: say which one in argocd/addons/external-dns/identity.yaml.',
  ],
  [
    'has a ServiceAccount and no policy',
    without('external-dns/policies/external-dns.json.tftpl'),
    'external-dns/identity.yaml:2:17 addon-role',
    'The role of this ServiceAccount allows nothing: add external-dns/policies/external-dns.json.tftpl.',
  ],
  [
    'has a file that nothing reads',
    { ...whole, 'external-dns/policy.json.tftpl': '{}' },
    'external-dns/policy.json.tftpl:1:1 addon-files',
    'Nothing reads this: an add-on has application.yaml.hbs, identity.yaml and policies/<name>.json.tftpl.',
  ],
  [
    'has an empty policy',
    { ...whole, 'external-dns/policies/external-dns.json.tftpl': ' \n' },
    'external-dns/policies/external-dns.json.tftpl:1:1 addon-policy',
    'The policy is empty: it has to give a JSON document.',
  ],
  [
    'calls a policy by what IAM takes for no name',
    { ...whole, 'external-dns/policies/a b.json.tftpl': '{}' },
    'external-dns/policies/a b.json.tftpl:1:1 addon-policy',
    'IAM takes at most 128 letters, digits and +=,.@_- as the name of a policy.',
  ],
  [
    'leaves out the ServiceAccount',
    { ...whole, 'external-dns/identity.yaml': 'namespace: dns\n' },
    'external-dns/identity.yaml:1:1 schema',
    'This is missing.',
  ],
  [
    'names a pattern of ServiceAccounts',
    { ...whole, 'external-dns/identity.yaml': 'namespace: dns\nserviceAccount: "*"\n' },
    'external-dns/identity.yaml:2:17 schema',
    'Must be the name of one ServiceAccount such as external-secrets.',
  ],
  [
    'misspells a key of its identity',
    { ...whole, 'external-dns/identity.yaml': `${identity}nmaespace: dns\n` },
    'external-dns/identity.yaml:3:1 unknown-key',
    'There is no "nmaespace" here; did you mean namespace?',
  ],
  [
    'says a key of its identity twice',
    { ...whole, 'external-dns/identity.yaml': `${identity}namespace: other\n` },
    'external-dns/identity.yaml:3:1 duplicate-key',
    '"namespace" stands here twice: keep one.',
  ],
  [
    'claims the ServiceAccount of another',
    { ...whole, 'external-dns/identity.yaml': 'namespace: kube-system\nserviceAccount: cluster-autoscaler\n' },
    'external-dns/identity.yaml:2:17 one-role',
    'kube-system/cluster-autoscaler belongs to argocd/addons/cluster-autoscaler already: name another ServiceAccount.',
  ],
  [
    'claims the ServiceAccount of an add-on of EKS',
    { ...whole, 'external-dns/identity.yaml': 'namespace: kube-system\nserviceAccount: ebs-csi-controller-sa\n' },
    'external-dns/identity.yaml:2:17 one-role',
    'kube-system/ebs-csi-controller-sa belongs to the EKS add-on aws-ebs-csi-driver already: ' +
      'name another ServiceAccount.',
  ],
  [
    'has a role with a name that is too long for IAM',
    renamed('a'.repeat(29)),
    `${'a'.repeat(29)}/identity.yaml:1:1 addon-name`,
    'The name of an add-on with a role has at most 28 characters; rename the folder.',
  ],
  [
    "has the name of another role's owner",
    renamed('karpenter-node'),
    'karpenter-node/identity.yaml:1:1 addon-name',
    'The cluster has another role of the name <cluster>-karpenter-node; rename the folder.',
  ],
  [
    'has a name that no environment can have for a key',
    { 'External_DNS/application.yaml.hbs': '' },
    'External_DNS/application.yaml.hbs:1:1 addon-name',
    'No environment can name this add-on: call its folder by at most 40 of a-z, 0-9 and dash.',
  ],
];

const read = (files: Texts) =>
  readAddOns([...argocdFiles, ...Object.entries(files).map(([path, text]) => ({ path: `addons/${path}`, text }))]);

for (const [title, files, place, message] of broken) {
  test(`an add-on that ${title} is told, with its place`, (t) => {
    const problems = read(files).problems.map(({ file, line, column, rule, message: sentence }) => [
      `${file}:${line}:${column} ${rule}`,
      sentence,
    ]);
    t.deepEqual(problems, [[`argocd/addons/${place}`, message]]);
  });
}

const accepted: readonly [title: string, files: Texts][] = [
  ['calls AWS', whole],
  ["doesn't call AWS", { 'external-dns/application.yaml.hbs': '' }],
  ['has several policies', { ...whole, 'external-dns/policies/more.json.tftpl': '{}' }],
  ['has notes for people', { ...whole, 'external-dns/README.md': '' }],
  ['was looked at by a file manager', { ...whole, 'external-dns/.DS_Store': '', '.DS_Store': '' }],
  [
    'has the ServiceAccount of another in a namespace of its own',
    { ...whole, 'external-dns/identity.yaml': 'namespace: dns\nserviceAccount: karpenter\n' },
  ],
  ['has the longest name that leaves room for a role', renamed('a'.repeat(28))],
  ['has the longest name that an environment takes, and no role', { [`${'a'.repeat(40)}/application.yaml.hbs`]: '' }],
];

for (const [title, files] of accepted) {
  test(`an add-on that ${title} is fine`, (t) => {
    const { folders, problems } = read(files);
    t.deepEqual(problems, []);
    t.is(folders.size, shippedAddOns.folders.size + 1);
  });
}

test('the add-ons that ship are fine, and all that have policies have an identity', (t) => {
  t.deepEqual(shippedAddOns.problems, []);
  const withPolicies = [...shippedAddOns.folders.values()].filter(({ policies }) => policies.size > 0);
  t.deepEqual(
    withPolicies.map(({ name }) => name),
    [...shippedIdentities.keys()],
  );
});

/** A repository with its own argocd/. */
const repositoryWith = (texts: Texts, edit: Partial<typeof shippedFiles> = {}): Files => ({
  ...environmentFiles({ ...shippedFiles, ...edit }),
  ...Object.fromEntries(argocdFiles.map(({ path, text }) => [`argocd/${path}`, text])),
  ...Object.fromEntries(Object.entries(texts).map(([path, text]) => [`argocd/addons/${path}`, text])),
});

test('a template that lies beside the folders is told, and not again where an environment enables it', async (t) => {
  const asFile = (path: string) => path.replace(/^(argocd\/addons\/[^/]+)\/application\.yaml\.hbs$/, '$1.yaml.hbs');
  const files = Object.entries(repositoryWith({})).filter(([path]) => !/identity\.yaml$|\.tftpl$/.test(path));
  const root = folderWith(t, Object.fromEntries(files.map(([path, content]) => [asFile(path), content])));
  const problems = problemsIn(await run('validate', root));
  t.deepEqual(
    problems.map(({ file, rule }) => `${file} ${rule}`),
    [...shippedAddOns.folders.keys()].map((name) => `argocd/addons/${name}.yaml.hbs addon-folder`),
  );
});

for (const command of ['validate', 'check', 'render'] as const) {
  test(`${command} tells what is wrong with add-ons and with environments at once, and changes nothing`, async (t) => {
    const prod = shippedFiles.prod.replace('name: prod', 'name: prdo');
    const root = folderWith(t, repositoryWith(without('external-dns/identity.yaml'), { prod }));
    const before = snapshot(root);
    const { exitCode, notes = '' } = await run(command, root);
    t.is(exitCode, 1);
    t.regex(
      notes,
      /argocd\/addons\/external-dns\/policies\/external-dns\.json\.tftpl:1:1 error No ServiceAccount gets/,
    );
    t.regex(notes, /environments\/prod\.yaml:\d+:\d+ error name: /);
    t.deepEqual(snapshot(root), before);
  });
}
