import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import * as tar from 'tar';
import { type Document, parseDocument, stringify } from 'yaml';
import type { Change } from '../../../generator/foretell/change.js';
import { repositoryRoot } from '../../../tools/folders.js';
import { pathWithHelm } from '../../helpers/helm.js';

const run = promisify(execFile);
const cli = `${repositoryRoot}build/cli/cli.js`;
/** What differs between the versions. */
const versioned = ['environments', 'rendered'];
const version1 = 'version-1';

/** The git repository that Argo CD reads, as a user edits it. Every change gives the new commit. */
export interface Repository {
  readonly folder: string;
  head(): Promise<string>;
  /** Edits environments/<name>.yaml, renders and commits. */
  edit(name: string, message: string, change: (file: Document) => void): Promise<string>;
  /** Tells what `diff` says to an edit of environments/<name>.yaml; nothing stays written. */
  foretell(name: string, change: (file: Document) => void): Promise<readonly Change[]>;
  /** Adds environments/<name>.yaml, renders, commits: in a folder with defaults of its own, such as `platform/ml/`. */
  add(name: string, message: string, file: object, place?: string): Promise<string>;
  /** Commits a file that nobody renders. */
  write(path: string, content: string, message: string): Promise<string>;
  revert(commit: string): Promise<string>;
  /** Has the environments of version 1, and what version 1 rendered of them. */
  returnToVersion1(message: string): Promise<string>;
  /** What a user of version 1 does: upgrades the files, renders, commits both. */
  upgrade(message: string): Promise<string>;
}

export function repositoryAt(folder: string): Repository {
  const git = async (...args: string[]) => (await run('git', args, { cwd: folder })).stdout.trim();
  const head = () => git('rev-parse', 'HEAD');
  const commit = async (message: string) => {
    await git('add', '--all');
    // Random edits may say what is there.
    await git('commit', '--quiet', '--allow-empty', '--message', message);
    return head();
  };
  const inferenceGitops = (...args: string[]) => run(process.execPath, [cli, ...args, '--root', folder]);
  const write = (name: string, change: (file: Document) => void) => {
    const path = `${folder}/environments/${name}.yaml`;
    const file = parseDocument(readFileSync(path, 'utf8'));
    change(file);
    writeFileSync(path, file.toString());
  };
  return {
    folder,
    head,
    foretell: async (name, change) => {
      write(name, change);
      const env = { ...process.env, PATH: await pathWithHelm() };
      const args = [cli, 'diff', name, '--json', '--root', folder];
      // Its exit code says that there is something.
      const { stdout } = await run(process.execPath, args, { env }).catch((error: { stdout: string }) => error);
      await git('checkout', '--quiet', '.');
      return (JSON.parse(stdout) as { changes: readonly Change[] }).changes;
    },
    edit: async (name, message, change) => {
      write(name, change);
      const edited = name === 'defaults' ? [] : [name];
      try {
        await inferenceGitops('render', ...edited, `--allow-destructive=${name}`);
      } catch (error) {
        // The next edit begins with what was good.
        await git('checkout', '--quiet', '.');
        throw error;
      }
      return commit(message);
    },
    add: async (name, message, file, place = '') => {
      const project = `${folder}/${place}`;
      if (place !== '') cpSync(`${folder}/environments/defaults.yaml`, `${project}environments/defaults.yaml`);
      writeFileSync(`${project}environments/${name}.yaml`, stringify(file));
      await run(process.execPath, [cli, 'render', name, '--root', project]);
      return commit(message);
    },
    write: async (path, content, message) => {
      mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
      writeFileSync(`${folder}/${path}`, content);
      return commit(message);
    },
    revert: async (of) => {
      await git('revert', '--no-edit', of);
      return head();
    },
    returnToVersion1: async (message) => {
      await git('rm', '-r', '--quiet', ...versioned);
      await git('checkout', version1, '--', ...versioned);
      return commit(message);
    },
    upgrade: async (message) => {
      await inferenceGitops('upgrade');
      await inferenceGitops('render');
      return commit(message);
    },
  };
}

/** Writes a tar archive of what git knows of this checkout, with the changes that aren't committed. */
export async function archiveCheckout(file: string): Promise<void> {
  const ofCheckout = { cwd: repositoryRoot };
  const changes = (await run('git', ['stash', 'create'], ofCheckout)).stdout.trim();
  await run('git', ['archive', '--output', file, changes === '' ? 'HEAD' : changes], ofCheckout);
}

/**
 * Makes a repository of an archive of the checkout. Argo CD reaches it without a network: it is its own remote, and the
 * add-ons' charts come from `charts`.
 */
export async function createRepository(folder: string, checkout: string, charts: string): Promise<Repository> {
  mkdirSync(folder);
  await run('tar', ['--extract', '--file', checkout], { cwd: folder });
  for (const args of [
    ['init', '--quiet', '--initial-branch', 'main'],
    ['config', 'user.name', 'Stories'],
    ['config', 'user.email', 'stories@example.com'],
  ]) {
    await run('git', args, { cwd: folder });
  }
  await commitVersion1(folder, charts);
  await run('tar', ['--extract', '--file', checkout, ...versioned], { cwd: folder });
  for (const file of filesIn(`${folder}/argocd/addons`).filter((path) => path.endsWith('.hbs'))) {
    replaceIn(file, /^repoURL: .*$/m, `repoURL: ${charts}`);
  }
  const repository = repositoryAt(folder);
  await repository.edit('defaults', 'What the stories begin with', (file) => {
    file.setIn(['gitops', 'repoURL'], `file://${folder}`);
  });
  return repository;
}

/** Tags what the first version that shipped had, with this repository and these charts for its own. */
async function commitVersion1(folder: string, charts: string): Promise<void> {
  for (const place of versioned) rmSync(`${folder}/${place}`, { recursive: true });
  await tar.extract({ file: `${repositoryRoot}test/fixtures/version-1.tar.br`, cwd: folder, brotli: true });
  for (const file of versioned.flatMap((place) => filesIn(`${folder}/${place}`))) {
    replaceIn(file, /https:\/\/github\.com\/example\/inference-gitops\.git/g, `file://${folder}`);
  }
  for (const file of filesIn(`${folder}/rendered/dev/argocd`)) {
    replaceIn(file, /(?<=^ +(?:-|repoURL:) )https:.*$/gm, charts);
  }
  const git = (...args: string[]) => run('git', args, { cwd: folder });
  await git('add', ...versioned);
  await git('commit', '--quiet', '--message', 'What version 1 rendered');
  await git('tag', version1);
  for (const place of versioned) rmSync(`${folder}/${place}`, { recursive: true });
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`);

function replaceIn(file: string, what: RegExp, by: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(what, by));
}
