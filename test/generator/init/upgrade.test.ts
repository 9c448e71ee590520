import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { version } from '../../../generator/base/package.js';
import { cli } from '../../helpers/cli.js';
import { contents, copyFolder, folderWith, replaceOnce } from '../../helpers/repository.js';

const env = { npm_config_offline: 'true', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' };
const committer = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' };

const image = '.github/workflows/image.yml';
const record = '.inference-gitops.json';

interface Recorded {
  version: string;
  files: Record<string, string>;
}

/** A repository as this version makes it, which each test copies. */
const template = join(mkdtempSync(join(tmpdir(), 'inference-gitops-')), 'models');
test.before(async (t) => {
  t.is((await cli(['init', template, '--yes'], { env: { ...env, ...committer } })).exitCode, 0);
});
test.after.always(() => rmSync(dirname(template), { recursive: true, force: true }));

/**
 * A repository as an earlier version left it: that one wrote other lines here and there, had no CODEOWNERS, and pinned
 * itself.
 */
function earlierRepository(t: ExecutionContext) {
  const root = folderWith(t);
  copyFolder(template, root);
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  const edit = (path: string, from: string, to: string) => write(path, replaceOnce(read(path), from, to));
  const recorded = JSON.parse(read(record)) as Recorded;
  const wroteOnce = (path: string, from: string, to: string) => {
    edit(path, from, to);
    recorded.files[path] = read(path);
  };
  wroteOnce(
    image,
    'timeout-minutes: 30\n    permissions:\n      contents: read\n    strategy',
    'timeout-minutes: 31\n    permissions:\n      contents: read\n    strategy',
  );
  wroteOnce('Dockerfile', 'EXPOSE 5000 9090', 'EXPOSE 5000');
  wroteOnce('README.md', '## First steps', '## At first');
  edit('package.json', version, '0.0.9');
  delete recorded.files['.github/CODEOWNERS'];
  rmSync(join(root, '.github/CODEOWNERS'));
  write(record, JSON.stringify({ ...recorded, version: '0.0.9' }));
  const upgrade = () => cli(['upgrade', '--root', root], { env: { ...env, ...committer } });
  return { root, read, write, edit, upgrade };
}

test('what its owner left alone becomes new, what they changed stays, and the tool is pinned anew', async (t) => {
  const { read, edit, upgrade } = earlierRepository(t);
  edit('README.md', '# models on EKS', '# Fraud, on EKS');
  edit(image, '  ENVIRONMENT: dev', '  ENVIRONMENT: prod');
  const { exitCode, stdout, stderr } = await upgrade();
  t.is(exitCode, 0, stderr);
  t.regex(read('README.md'), /^# Fraud, on EKS\n[\s\S]*\n## First steps\n/);
  t.regex(read(image), /^ {2}ENVIRONMENT: prod$/m);
  t.notRegex(read(image), /timeout-minutes: 31/);
  t.regex(read('Dockerfile'), /EXPOSE 5000 9090/);
  t.regex(read('.github/CODEOWNERS'), /-approvers/);
  t.regex(read('package.json'), new RegExp(`"inference-gitops": "${version}"`));
  t.regex(stdout, /^Written:\n[\s\S]*README\.md\n/);
  t.notRegex(stdout, /What a render changes/);
});

test('what a render will change by it is foretold', async (t) => {
  const { edit, upgrade } = earlierRepository(t);
  edit('environments/prod.yaml', '      max: 4\n', '      max: 5\n');
  t.regex((await upgrade()).stdout, /\nWhat a render changes:\nprod\n[\s\S]*max: 2 → 3/);
});

test('a second upgrade finds nothing to do', async (t) => {
  const { root, upgrade } = earlierRepository(t);
  await upgrade();
  const before = contents(root);
  t.is((await upgrade()).stdout, 'Every file is of the current version.\n');
  t.deepEqual(contents(root), before);
});

test('where both changed a line, git’s markers hold both, and that is told', async (t) => {
  const { read, edit, upgrade } = earlierRepository(t);
  edit('Dockerfile', 'EXPOSE 5000', 'EXPOSE 8080');
  const { exitCode, stderr } = await upgrade();
  t.is(exitCode, 1);
  t.regex(stderr, /keep what is right between git's markers:\n {2}Dockerfile\n/);
  t.regex(
    read('Dockerfile'),
    /<<<<<<< yours\nEXPOSE 8080\n\|{7} inference-gitops 0\.0\.9\nEXPOSE 5000\n=======\nEXPOSE 5000 9090\n>>>>>>> /,
  );
});

test('what its owner has deleted stays away, and a tool from elsewhere stays theirs', async (t) => {
  const { root, read, edit, upgrade } = earlierRepository(t);
  rmSync(join(root, 'Dockerfile'));
  edit('package.json', '"0.0.9"', '"file:../tool.tgz"');
  t.is((await upgrade()).exitCode, 0);
  t.false(Object.hasOwn(contents(root), 'Dockerfile'));
  t.regex(read('package.json'), /"file:\.\.\/tool\.tgz"/);
});

test('a record that was damaged is told, and nothing changes', async (t) => {
  const { root, write, upgrade } = earlierRepository(t);
  for (const text of ['{', '{}', '{"version":"1","answers":{"name":1},"files":{}}', '<<<<<<< HEAD\n{}']) {
    write(record, text);
    const before = contents(root);
    const { exitCode, stderr } = await upgrade();
    t.is(exitCode, 1, text);
    t.regex(stderr, /^\.inference-gitops\.json is not what init wrote: bring it back from git\./);
    t.deepEqual(contents(root), before);
  }
});

test('a version that is none is refused before npm sees it', async (t) => {
  const { root } = earlierRepository(t);
  for (const to of ['latest', '1', '--global', '1.2.3; rm -rf x']) {
    const { exitCode, stderr } = await cli(['upgrade', `--to=${to}`, '--root', root], { env });
    t.is(exitCode, 1);
    t.regex(stderr, /is no version such as/);
  }
});
