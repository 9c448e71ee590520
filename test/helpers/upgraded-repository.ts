import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tar from 'tar';
import { render } from '../../generator/commands/render.js';
import { upgrade } from '../../generator/commands/upgrade.js';
import { repositoryRoot } from '../../tools/folders.js';

/** `environments/` and `rendered/` of the first revision that shipped: `git archive 9b151a0 environments rendered`. */
const archive = join(repositoryRoot, 'test/fixtures/version-1.tar.br');

const templates = ['argocd', 'charts', 'runbook', 'terraform-templates'];

export interface FirstVersion {
  /** The repository, with the templates of this one. */
  readonly folder: string;
  remove(): void;
}

/** Makes a repository as a user of version 1 has it after an update: old environments and files, new templates. */
export async function repositoryOfVersion1(): Promise<FirstVersion> {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-version-1-'));
  await tar.extract({ file: archive, cwd: folder, brotli: true });
  for (const name of templates) cpSync(join(repositoryRoot, name), join(folder, name), { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Does what a user does: upgrades the files, and renders. */
export async function upgraded(folder: string): Promise<void> {
  await upgrade.run(inputOf(folder));
  await rendered(folder);
}

export async function rendered(folder: string): Promise<void> {
  await render.run(inputOf(folder));
}

const inputOf = (root: string) => ({
  root,
  environments: [],
  switches: new Set<string>(),
  options: new Map<string, readonly string[]>(),
  color: false,
});
