import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { program } from '../../../generator/base/package.js';
import { run } from '../../helpers/commands.js';
import { isWindows } from '../../helpers/platform.js';
import { contents, folderWith, writeFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';

/** Windows has neither such permissions nor limits, and its file systems are mounted otherwise. */
const onPOSIX = isWindows ? test.skip : test;

const isRoot = process.getuid?.() === 0;

interface Ended {
  readonly code: number;
  readonly stderr: string;
}

/** As somebody whom permissions bind: root may do everything. */
async function renderAsUser(root: string): Promise<Ended> {
  const command = isRoot
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
    : [process.execPath];
  return ended([...command, program, 'render', '--root', root]);
}

async function ended([file = '', ...args]: readonly string[]): Promise<Ended> {
  try {
    const { stderr } = await promisify(execFile)(file, args);
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as Ended;
    return { code, stderr };
  }
}

/** What the script mounts is seen by nobody else, and gone when it ends. */
const endedAmongOwnMounts = (script: string, args: readonly string[]): Promise<Ended> =>
  ended(['unshare', '--mount', 'bash', '-c', script, 'bash', ...args]);

function giveAway(folder: string): void {
  if (!isRoot) return;
  for (const path of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })])
    chownSync(join(folder, path), 65534, 65534);
}

async function renderedAndChanged(t: ExecutionContext): Promise<string> {
  const root = folderWith(
    t,
    smallRepository(['prod'], { 'terraform-templates/gone.tf': '# 1', 'terraform-templates/x/a.tf': '# 1' }),
  );
  t.is((await run('render', root)).exitCode, 0);
  rmSync(join(root, 'terraform-templates/gone.tf'));
  writeFiles(root, {
    'terraform-templates/main.tf': '# 2',
    'terraform-templates/x/a.tf': '# 2',
    'terraform-templates/new.tf': '# 2',
  });
  giveAway(root);
  return root;
}

for (const folder of ['.', 'rendered', 'rendered/prod', 'rendered/prod/terraform', 'rendered/prod/terraform/x']) {
  onPOSIX(`a folder that can’t be written to, ${folder}, is named, and the old tree stays`, async (t) => {
    const root = await renderedAndChanged(t);
    const before = contents(join(root, 'rendered'));
    chmodSync(join(root, folder), 0o555);
    const { code, stderr } = await renderAsUser(root);
    chmodSync(join(root, folder), 0o755);
    if (folder === 'rendered') t.is(code, 0, 'nothing changes in it, only below');
    else {
      t.is(code, 1, stderr);
      t.regex(stderr, /no permission to write or read here\. Nothing was changed\./);
      t.true(stderr.includes(folder === '.' ? root : folder), stderr);
      t.deepEqual(contents(join(root, 'rendered')), before);
    }
    t.is((await renderAsUser(root)).code, 0);
    t.is((await run('check', root)).exitCode, 0);
  });
}

const mayMount = isRoot && mounts();

function mounts(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Without the right to mount, a limit on the size of files: the write fails as on a full disk, with another name. */
onPOSIX('a full disk is told as such, and the old tree stays', async (t) => {
  if (!mayMount) {
    t.log('NOT RUN on a full disk: this user may not mount one. The size of files is limited instead.');
    const root = await renderedAndChanged(t);
    writeFiles(root, { 'terraform-templates/big.tf': `# ${'x'.repeat(4_000_000)}` });
    const before = contents(join(root, 'rendered'));
    const { code } = await ended([
      'bash',
      '-c',
      `ulimit -f 1000; trap '' XFSZ; exec "$@"`,
      'bash',
      process.execPath,
      program,
      'render',
      '--root',
      root,
    ]);
    t.not(code, 0);
    t.deepEqual(contents(join(root, 'rendered')), before);
    return;
  }
  const source = await renderedAndChanged(t);
  writeFiles(source, { 'terraform-templates/big.tf': `# ${'x'.repeat(3_000_000)}` });
  const out = folderWith(t);
  const script = `set -e
    mount -t tmpfs -o size=5m tmpfs "$1"; cp -r "$2"/. "$1"
    set +e; "$3" "$4" render --root "$1"; code=$?
    cp -r "$1/rendered" "$5"/; ls -A "$1" | grep -c inference-gitops; exit $code`;
  const { code, stderr } = await endedAmongOwnMounts(script, [folderWith(t), source, process.execPath, program, out]);
  t.is(code, 1, stderr);
  t.regex(stderr, /the disk is full\. Nothing was changed\./);
  t.deepEqual(contents(join(out, 'rendered')), contents(join(source, 'rendered')));
});

onPOSIX('rendered/ on another file system is refused before anything changes', async (t) => {
  if (!mayMount) {
    t.log('NOT RUN: this user may not mount a file system.');
    t.pass();
    return;
  }
  const source = await renderedAndChanged(t);
  const out = folderWith(t);
  const script = `set -e
    mount -t tmpfs -o size=5m tmpfs "$1"; cp -r "$2/rendered"/. "$1"; mount --bind "$1" "$2/rendered"
    set +e; "$3" "$4" render --root "$2"; code=$?
    cp -r "$2/rendered" "$5"/; exit $code`;
  const before = contents(join(source, 'rendered'));
  const { code, stderr } = await endedAmongOwnMounts(script, [folderWith(t), source, process.execPath, program, out]);
  t.is(code, 1, stderr);
  t.regex(stderr, /lies on another file system/);
  t.deepEqual(contents(join(out, 'rendered')), before);
});
