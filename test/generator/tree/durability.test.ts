import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { run } from '../../helpers/commands.js';
import { type DiskCall, diskCalls } from '../../helpers/disk-log.js';
import { smallRepository } from '../../helpers/small-repository.js';
import { prepared, type Step } from '../../helpers/step.js';

const tf = 'terraform-templates';

const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${tf}/m${index}/a.tf`, `# ${index}`]));
const before = smallRepository(['prod'], { [`${tf}/changed.tf`]: '# 1', [`${tf}/old/deep/gone.tf`]: '# 1' });

const steps: Readonly<Record<string, Step>> = {
  'files that come and change, in folders of their own': {
    before,
    after: { [`${tf}/changed.tf`]: '# 2', [`${tf}/new/deep/a.tf`]: '# 2' },
  },
  'a file that changes in a folder of modules': { before, after: { [`${tf}/old/deep/gone.tf`]: '# 2' } },
  'files that go': { before, after: {}, gone: [`${tf}/old`] },
  'a file that goes, of several': { before, after: {}, gone: [`${tf}/changed.tf`] },
  'a file that was edited by hand': { before, after: { 'rendered/prod/RUNBOOK.md': '# by hand' } },
  'many files': { before, after: many },
};

for (const [title, step] of Object.entries(steps)) {
  test.serial(`${title}: everything is on the disk before the step that relies on it`, async (t) => {
    const root = await prepared(t, step);
    const log = await diskCalls(async () => t.is((await run('render', root)).exitCode, 0));
    const work = join(root, '.inference-gitops');
    const journal = join(work, 'journal.json');
    const begin = log.findIndex(({ call, to }) => call === 'rename' && to === journal);
    const firstChange = log.findIndex((entry) => changesOutside(entry, root));
    const lastChange = log.findLastIndex((entry) => changesOutside(entry, root));
    const end = log.findLastIndex(({ call, path }) => call === 'remove' && path === journal);
    t.true(0 < begin && begin < firstChange && firstChange <= lastChange && lastChange < end, 'the order of the steps');
    assertFlushed(t, log.slice(0, begin), preparedPaths(log.slice(0, begin), work));
    assertFlushed(t, log.slice(begin, firstChange), [work]);
    assertFlushed(t, log.slice(lastChange + 1, end), changedFolders(log.slice(firstChange, end), root));
  });
}

/** A change of what is the user's: below rendered/ or environments/. */
const changesOutside = ({ call, path, to }: DiskCall, root: string): boolean =>
  call !== 'flush' && call !== 'flush-all' && [path, to].some((one) => isBelow(one, join(root, 'rendered')));

const isBelow = (path: string | undefined, folder: string): boolean =>
  path !== undefined && (path === folder || path.startsWith(`${folder}/`));

/** What the swap relies on, and the user who looks for edits: staged and kept files, and every folder on the way. */
function preparedPaths(log: readonly DiskCall[], work: string): string[] {
  const written = log.filter(({ call, path }) => call === 'write' && /\/(staging|edited)\/|\.json\.new$/.test(path));
  return written.flatMap(({ path }) => withFolders(path, work));
}

function withFolders(path: string, top: string): string[] {
  return path === top ? [top] : [path, ...withFolders(dirname(path), top)];
}

/** Folders in which an entry has come or gone, as far as they are still there. */
function changedFolders(log: readonly DiskCall[], root: string): string[] {
  const removed = new Set(log.flatMap(({ call, path }) => (call === 'remove' ? [path] : [])));
  return log
    .flatMap(({ call, path, to }) => (call === 'rename' ? [to ?? ''] : call === 'remove' ? [path] : []))
    .map((path) => dirname(path))
    .filter((folder) => isBelow(folder, join(root, 'rendered')) && !removed.has(folder));
}

function assertFlushed(t: ExecutionContext, log: readonly DiskCall[], paths: readonly string[]): void {
  t.true(paths.length > 0);
  const writes = new Map(log.map(({ call, path }, index) => [call === 'write' ? path : '', index]));
  for (const path of paths) {
    const since = writes.get(path) ?? -1;
    const isFlushed = log.some(
      ({ call, path: flushed }, index) =>
        index > since && (call === 'flush-all' || (call === 'flush' && flushed === path)),
    );
    t.true(isFlushed, `${path} was not flushed`);
  }
}
