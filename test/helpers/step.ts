import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { holderName } from '../../generator/tree/lock.js';
import { run } from './commands.js';
import { contents, type Files, folderWith, writeFiles } from './repository.js';

/** Two inputs that are rendered one after the other. */
export interface Step {
  readonly before: Files;
  readonly after: Files;
  /** Paths of the first input that the second lacks. */
  readonly gone?: readonly string[];
  readonly args?: readonly string[];
}

export type Tree = Readonly<Record<string, string>>;

/** Makes a repository in the state right before the second input is rendered. */
export async function prepared(t: ExecutionContext, { before, after, gone = [] }: Step): Promise<string> {
  const root = folderWith(t, before);
  if (Object.keys(before).length > 0) t.is((await run('render', root)).exitCode, 0);
  for (const path of gone) rmSync(join(root, path), { recursive: true });
  writeFiles(root, after);
  return root;
}

export const rendering = async (root: string, { args = [] }: Step) => {
  const outcome = await run('render', root, ...args);
  if (outcome.exitCode !== 0) throw new Error(outcome.notes);
};

/** Gives what is rendered before or after the step. */
export async function treeOf(t: ExecutionContext, step: Step, which: 'older' | 'newer'): Promise<Tree> {
  const root = await prepared(t, step);
  if (which === 'newer') await rendering(root, step);
  return contents(join(root, 'rendered'));
}

/** Lists the working folder of a run, which is deleted when the run is complete. */
export const leftovers = (root: string): string[] => readdirSync(root).filter((name) => name === '.inference-gitops');

/**
 * Gives the lock of a run in this process, and what it meant to link or had moved aside, to a process that is gone:
 * this one goes on living.
 */
export function markHolderAsDead(root: string): void {
  const work = join(root, '.inference-gitops');
  const dead = holderName(2 ** 22 + 1);
  for (const name of existsSync(work) ? readdirSync(work) : []) {
    if (name === 'lock') writeFileSync(join(work, name), dead);
    if (name.startsWith('lock.')) renameSync(join(work, name), join(work, `lock.${dead}`));
  }
}
