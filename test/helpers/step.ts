import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { run } from './commands.js';
import { contents, type Files, folderWith, writeFiles } from './repository.js';

/** One input, the next, and what is taken away from the first: every kind of change is among them. */
export interface Step {
  readonly before: Files;
  readonly after: Files;
  readonly gone?: readonly string[];
  readonly args?: readonly string[];
}

export type Tree = Readonly<Record<string, string>>;

/** A repository as it is right before the second input is rendered. */
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

/** What is rendered before or after the step. */
export async function treeOf(t: ExecutionContext, step: Step, which: 'older' | 'newer'): Promise<Tree> {
  const root = await prepared(t, step);
  if (which === 'newer') await rendering(root, step);
  return contents(join(root, 'rendered'));
}

/** The folder in which a run works is gone when nothing is left to do. */
export const leftovers = (root: string): string[] => readdirSync(root).filter((name) => name === '.inference-gitops');
