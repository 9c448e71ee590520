import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '../base/hash.js';
import type { FileState } from '../tree/compare.js';
import type { FolderPlan } from './plan.js';

/** Gives what the generator has in a folder now: path → text. */
export const stateBefore = (root: string, { name, states }: FolderPlan): Map<string, string> =>
  new Map(
    states.flatMap((state) => {
      if (['unowned', 'blocked', 'altered'].includes(state.status)) return [];
      const content = state.status === 'unchanged' ? onDisk(root, name, state) : state.before;
      return content === undefined ? [] : [[state.path, textOf(content)] as const];
    }),
  );

/** Gives what the folder would hold after a render. */
export const stateAfter = (root: string, { name, states }: FolderPlan): Map<string, string> =>
  new Map(
    states.flatMap((state) => {
      const content = state.status === 'unchanged' ? onDisk(root, name, state) : state.after;
      return content === undefined ? [] : [[state.path, textOf(content)] as const];
    }),
  );

const onDisk = (root: string, name: string, { path }: FileState): Uint8Array =>
  readFileSync(join(root, 'rendered', name, path));

const textOf = (content: Content): string =>
  typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
