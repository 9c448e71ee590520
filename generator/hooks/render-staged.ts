import { lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportIndex, indexedPaths, refreshIndex, stageChanges, stagedPaths, unstagedPaths } from '../git/staging.js';
import { readValidRepository } from '../input/repository.js';
import { hindrancesOf, refusalOf } from '../plan/gates.js';
import { type FolderPlan, planFolders } from '../plan/plan.js';
import { problemsText } from '../report/problems.js';
import { afterChange, ProblemsError } from '../report/user-error.js';
import type { FileState } from '../tree/compare.js';
import { isThere } from '../tree/disk.js';
import { withWorkspace } from '../tree/workspace.js';
import { type Concerned, concernedEnvironments, concernedFolders } from './staged.js';
import { inside, type WorkTree } from './work-tree.js';

/** What the staged environments imply. */
export interface StagedRender {
  /** Path from the repository's root → what it has to hold. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly deletions: readonly string[];
  /** Staged by hand, and not what the environments imply. */
  readonly overruled: readonly string[];
  /** Not touched in the work tree, where somebody has other changes. */
  readonly leftAlone: readonly string[];
}

const nothing: StagedRender = { files: new Map(), deletions: [], overruled: [], leftAlone: [] };

/** Why a commit can't be completed, in sentences. */
export interface RefusedRender {
  readonly refused: string;
}

const remedies = {
  blocked: 'Take them out of the commit.',
  lost: (approvals: string) =>
    `If that is what you want: inference-gitops render ${approvals}, stage rendered/, and commit again.`,
};

/**
 * Renders the environments as the index holds them, and stages the result. The work tree is changed alike where it held
 * what the index held; changes that aren't staged stay as they are.
 */
export async function renderStaged(root: string, workTree: WorkTree): Promise<StagedRender | RefusedRender> {
  const { top, prefix } = workTree;
  const staged = stagedPaths(top, concernedFolders(prefix));
  if (staged.length === 0) return nothing;
  const scratch = mkdtempSync(join(tmpdir(), 'inference-gitops-hook-'));
  try {
    const indexed = indexedPaths(top, concernedFolders(prefix));
    const concerned = concernedOf(staged, indexed, prefix);
    if (concerned.length === 0) return nothing;
    const copy = join(scratch, 'index');
    exportIndex(top, indexed.filter(isNeeded(prefix, concerned)), copy);
    const copyRoot = join(copy, prefix);
    const planned = await plan(copyRoot, prefix, concerned);
    if ('refused' in planned || planned.files.size + planned.deletions.length === 0) return planned;
    return await apply(planned, { root, workTree, copyRoot, scratch });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function concernedOf(staged: readonly string[], indexed: readonly string[], prefix: string): Concerned {
  const below = staged.map((path) => (prefix === '' ? path : path.slice(prefix.length + 1)));
  const known = new Set(indexed);
  return concernedEnvironments(below, (name) => known.has(inside(prefix, `environments/${name}.yaml`)));
}

/** Tells what is read: of rendered/ only the folders of the environments that are concerned, of maybe a thousand. */
function isNeeded(prefix: string, concerned: Concerned): (path: string) => boolean {
  const rendered = inside(prefix, 'rendered/');
  if (concerned === 'all') return () => true;
  const folders = concerned.map((environment) => `${rendered}${environment}/`);
  return (path) => !path.startsWith(rendered) || folders.some((folder) => path.startsWith(folder));
}

async function plan(copyRoot: string, prefix: string, concerned: Concerned): Promise<StagedRender | RefusedRender> {
  const files = new Map<string, Uint8Array>();
  const deletions: string[] = [];
  const overruled: string[] = [];
  const plans = await plansOf(copyRoot, prefix, concerned);
  if ('refused' in plans) return plans;
  for (const { name, states } of plans) {
    for (const state of states) {
      const path = `rendered/${name}/${state.path}`;
      if (state.status === 'orphaned') deletions.push(path);
      else if (isWritten(state) && state.after !== undefined) files.set(path, Buffer.from(state.after));
      if (state.hasEdits) overruled.push(path);
    }
  }
  return { files, deletions, overruled, leftAlone: [] };
}

async function plansOf(copyRoot: string, prefix: string, concerned: Concerned): Promise<FolderPlan[] | RefusedRender> {
  try {
    const repository = await readValidRepository(copyRoot, inside(prefix, ''));
    const plans = [...planFolders(repository, concerned === 'all' ? [] : concerned)];
    const refused = refusalOf(plans.map(hindrancesOf), remedies);
    return refused === undefined ? plans : { refused: `${refused}\n` };
  } catch (error) {
    // Told now: the excerpts are of the copy, which is about to go.
    if (error instanceof ProblemsError) return { refused: problemsText(copyRoot, error.problems) };
    throw error;
  }
}

const isWritten = ({ status }: FileState): boolean => status === 'missing' || status === 'stale' || status === 'edited';

interface Target {
  readonly root: string;
  readonly workTree: WorkTree;
  readonly copyRoot: string;
  /** A folder for what is in between. */
  readonly scratch: string;
}

async function apply(planned: StagedRender, target: Target): Promise<StagedRender> {
  const { root, workTree, scratch } = target;
  const isFree = freedom(target);
  const written = [...planned.files].filter(([path]) => isFree(path));
  const deleted = planned.deletions.filter(isFree);
  const differs = (path: string) => !isFree(path) && !holds(root, path, planned.files.get(path));
  const leftAlone = [...planned.files.keys(), ...planned.deletions].filter(differs);
  const staged = new Map([...planned.files].map(([path, content]) => [inside(workTree.prefix, path), content]));
  const deletions = planned.deletions.map((path) => inside(workTree.prefix, path));
  return afterChange(halfStaged, async () => {
    stageChanges(workTree.top, { files: staged, deletions }, join(scratch, 'objects'));
    await changeWorkTree(root, written, deleted);
    refreshIndex(workTree.top);
    return { ...planned, leftAlone };
  });
}

const halfStaged =
  'Nothing was committed. A part of what the environments imply may be staged by now, and rendered/ changed: ' +
  'see git status, and commit again.';

/**
 * Tells whether a file of the work tree is as the index has it, so that it may be changed: what isn't staged is
 * somebody's work.
 */
function freedom({ root, workTree: { top, prefix }, copyRoot }: Target): (path: string) => boolean {
  const unstaged = unstagedPaths(top, [inside(prefix, 'rendered')]);
  return (path) => (isThere(join(copyRoot, path)) ? !unstaged.has(inside(prefix, path)) : !isThere(join(root, path)));
}

/** @param content undefined for a file that should not be there */
function holds(root: string, path: string, content: Uint8Array | undefined): boolean {
  const file = join(root, path);
  if (content === undefined || !lstatSync(file, { throwIfNoEntry: false })?.isFile())
    return content === undefined && !isThere(file);
  return Buffer.compare(readFileSync(file), content) === 0;
}

async function changeWorkTree(
  root: string,
  written: readonly [string, Uint8Array][],
  deleted: readonly string[],
): Promise<void> {
  if (written.length + deleted.length === 0) return;
  await withWorkspace(root, async (workspace) => {
    for (const [path, content] of written) workspace.stage(path, content);
    await workspace.commit(deleted);
  });
}
