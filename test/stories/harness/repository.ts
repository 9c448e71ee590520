import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { type Document, parseDocument } from 'yaml';
import { repositoryRoot } from '../../../tools/folders.js';

const run = promisify(execFile);
const cli = `${repositoryRoot}build/cli/cli.js`;

/** The git repository that Argo CD reads, as a user edits it. Every change gives the new commit. */
export interface Repository {
  readonly folder: string;
  head(): Promise<string>;
  /** Edits environments/<name>.yaml, renders and commits. */
  edit(name: string, message: string, change: (file: Document) => void): Promise<string>;
  /** Commits a file that nobody renders. */
  write(path: string, content: string, message: string): Promise<string>;
  revert(commit: string): Promise<string>;
}

export function repositoryAt(folder: string): Repository {
  const git = async (...args: string[]) => (await run('git', args, { cwd: folder })).stdout.trim();
  const head = () => git('rev-parse', 'HEAD');
  const commit = async (message: string) => {
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
    return head();
  };
  return {
    folder,
    head,
    edit: async (name, message, change) => {
      const path = `${folder}/environments/${name}.yaml`;
      const file = parseDocument(readFileSync(path, 'utf8'));
      change(file);
      writeFileSync(path, file.toString());
      try {
        await run(process.execPath, [cli, 'render', '--root', folder, '--allow-destructive']);
      } catch (error) {
        // The next edit begins with what was good.
        await git('checkout', '--quiet', '.');
        throw error;
      }
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
  };
}

/**
 * Makes a repository of what git knows of this checkout, with the changes that aren't committed. Argo CD reaches it
 * without a network: it is its own remote, and the add-ons' charts come from `charts`.
 */
export async function createRepository(folder: string, charts: string): Promise<Repository> {
  const ofCheckout = { cwd: repositoryRoot };
  const changes = (await run('git', ['stash', 'create'], ofCheckout)).stdout.trim();
  mkdirSync(folder);
  await run('git', ['archive', '--output', `${folder}.tar`, changes === '' ? 'HEAD' : changes], ofCheckout);
  await run('tar', ['--extract', '--file', `${folder}.tar`], { cwd: folder });
  for (const args of [
    ['init', '--quiet', '--initial-branch', 'main'],
    ['config', 'user.name', 'Stories'],
    ['config', 'user.email', 'stories@example.com'],
  ]) {
    await run('git', args, { cwd: folder });
  }
  for (const file of readdirSync(`${folder}/argocd/addons`, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.hbs')) useCharts(`${folder}/argocd/addons/${file}`, charts);
  }
  const repository = repositoryAt(folder);
  await repository.edit('defaults', 'What the stories begin with', (file) => {
    file.setIn(['gitops', 'repoURL'], `file://${folder}`);
  });
  return repository;
}

function useCharts(template: string, charts: string): void {
  writeFileSync(template, readFileSync(template, 'utf8').replace(/^repoURL: .*$/m, `repoURL: ${charts}`));
}
