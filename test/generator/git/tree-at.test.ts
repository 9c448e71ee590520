import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { filesAt } from '../../../generator/git/tree-at.js';
import { UserError } from '../../../generator/report/user-error.js';
import { folderWith, writeFiles } from '../../helpers/repository.js';

const git = (folder: string, ...args: string[]): void => {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
};

test('files are read as a commit has them, whatever their names and bytes', (t) => {
  const root = folderWith(t, { 'a/plain': 'one\n', 'a/ümläut "x"\n': '…\n\n', 'a/empty': '', 'b/other': 'x' });
  symlinkSync('plain', join(root, 'a/link'));
  git(root, 'init', '-q');
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'a');
  writeFiles(root, { 'a/plain': 'two\n', 'a/new': 'n' });
  t.deepEqual(
    filesAt(root, 'HEAD', 'a/'),
    new Map([
      ['a/empty', ''],
      ['a/plain', 'one\n'],
      ['a/ümläut "x"\n', '…\n\n'],
    ]),
  );
  mkdirSync(join(root, 'b'), { recursive: true });
  t.deepEqual([...filesAt(join(root, 'b'), 'HEAD', 'other').keys()], ['other']);
});

test('what names no commit, and a folder that is no repository, are told in a sentence', (t) => {
  const root = folderWith(t, { a: 'b' });
  t.throws(() => filesAt(root, 'HEAD', '.'), { instanceOf: UserError, message: /no git repository/ });
  git(root, 'init', '-q');
  t.throws(() => filesAt(root, '--help', '.'), { instanceOf: UserError, message: /no commit "--help"/ });
});
