import type { Problem } from '../environment/problem.js';
import { isCurrent, type Repository, readValidRepository } from '../input/repository.js';
import { editorSchemaPath, newEditorSchema } from '../input/templates.js';
import { hindrancesOf, refusalOf } from '../plan/gates.js';
import { type Approval, approvableKinds, approvalOf, type Loss, lossText, unapproved } from '../plan/losses.js';
import { type Memory, openMemory, type Remembered } from '../plan/memory.js';
import { type FolderPlan, planFolders } from '../plan/plan.js';
import { withoutUnborn } from '../plan/unborn.js';
import type { Command, Outcome } from '../report/command.js';
import { countText, problemsText } from '../report/problems.js';
import type { Progress } from '../report/progress.js';
import { afterChange, UserError } from '../report/user-error.js';
import type { FileState } from '../tree/compare.js';
import { recoveredSentence, type Workspace, withWorkspace } from '../tree/workspace.js';

export const render: Command = {
  summary: 'Renders environments/<env>.yaml into rendered/<env>/: all of it, or nothing.',
  usage: '[env…]',
  switches: {},
  options: {
    'allow-destructive': {
      value: 'ENV[:KIND]',
      text: `agree to what an environment loses, or to one kind of it (${approvableKinds})`,
    },
  },
  async run({ root, environments, options, progress }) {
    const approvals = approvalsOf(options.get('allow-destructive') ?? []);
    const prepared = await prepare(root, environments, progress);
    return withWorkspace(root, async (workspace) => {
      // While this run waited, another may have rendered what was edited since.
      const current = isCurrent(prepared.repository) ? prepared : await prepare(root, environments, progress);
      const staged = stage(current.plans, workspace);
      const problems = [...current.repository.problems, ...staged.problems];
      const lost = staged.lost.length === 0 ? [] : unapproved(withoutUnborn(root, staged.lost), approvals);
      const refusal = refusalOf([{ problems, blocked: staged.blocked, lost }], remedies);
      if (refusal) throw new UserError(refusal);
      const schema = newEditorSchema(root);
      if (schema !== undefined) workspace.stage(editorSchemaPath, schema);
      const kept = await commit(workspace, staged);
      return afterChange('rendered/ was changed as asked.', () => {
        current.memory?.save(memoriesOf(current.repository, current.memory, staged));
        return report(root, { ...staged, kept, recovered: workspace.recovered }, problems);
      });
    });
  },
};

/** @throws UserError for what names no environment, or no kind */
function approvalsOf(texts: readonly string[]): Approval[] {
  return texts
    .flatMap((text) => text.split(','))
    .map((text) => {
      const approval = approvalOf(text);
      if (approval) return approval;
      throw new UserError(
        `--allow-destructive=${text} names no environment and kind: write prod, or prod:Secret. ` +
          `Kinds are ${approvableKinds}.`,
      );
    });
}

/** Changes the disk, and keeps apart what somebody edited by hand in files that go. */
async function commit(workspace: Workspace, { edits, deletions }: Staged): Promise<Done['kept']> {
  if (edits.length === 0) {
    await workspace.commit(deletions);
    return [];
  }
  return afterChange('Nothing in rendered/ was changed; your edits are also in .inference-gitops/edited.', async () => {
    const kept = edits.map(({ path, before }) => ({ path, kept: workspace.keep(path, before) }));
    await workspace.commit(deletions);
    return kept;
  });
}

/** Reads the input and decides what will be done, one environment after the other, as it is asked for. */
async function prepare(root: string, asked: readonly string[], progress: Progress | undefined) {
  const repository = await readValidRepository(root, undefined, progress);
  const memory = openMemory(root, repository.templateSources, repository.environments.length);
  return { repository, memory, plans: planFolders(repository, asked, memory, progress) };
}

/** How many files of an environment had which fate. */
interface Tally {
  readonly environment: string;
  created: number;
  updated: number;
  deleted: number;
  unchanged: number;
}

interface Staged {
  readonly tallies: Tally[];
  readonly problems: Problem[];
  /** Paths from the repository's root, of what the generator owns and nobody wants any more. */
  readonly deletions: string[];
  readonly edits: { readonly path: string; readonly before: Uint8Array }[];
  readonly blocked: string[];
  readonly lost: Loss[];
  readonly memories: Map<string, Remembered>;
}

/** Goes through the plans one by one, so that the contents of one environment at a time are in memory. */
function stage(plans: Iterable<FolderPlan>, workspace: Workspace): Staged {
  const staged: Staged = {
    tallies: [],
    problems: [],
    deletions: [],
    edits: [],
    blocked: [],
    lost: [],
    memories: new Map(),
  };
  for (const plan of plans) {
    const { name, states, remember } = plan;
    const { problems, blocked, lost } = hindrancesOf(plan);
    staged.problems.push(...problems);
    staged.blocked.push(...blocked);
    staged.lost.push(...lost);
    if (remember) staged.memories.set(name, remember);
    const tally: Tally = { environment: name, created: 0, updated: 0, deleted: 0, unchanged: 0 };
    for (const state of states) stageFile(staged, workspace, { state, path: `rendered/${name}/${state.path}`, tally });
    if (tally.created + tally.updated + tally.deleted + tally.unchanged > 0) staged.tallies.push(tally);
  }
  return staged;
}

/** Those of this run over those of earlier ones, as far as their environments still exist. */
function memoriesOf(
  { environments }: Repository,
  { environments: earlier }: Memory,
  { memories }: Staged,
): ReadonlyMap<string, Remembered> {
  const names = new Set(environments.map(({ name }) => name));
  return new Map([...earlier, ...memories].filter(([name]) => names.has(name)));
}

interface Staging {
  readonly state: FileState;
  readonly path: string;
  readonly tally: Tally;
}

function stageFile(staged: Staged, workspace: Workspace, { state, path, tally }: Staging): void {
  if (state.before && state.hasEdits) staged.edits.push({ path, before: state.before });
  switch (state.status) {
    case 'unchanged':
      tally.unchanged += 1;
      break;
    case 'orphaned':
      staged.deletions.push(path);
      tally.deleted += 1;
      break;
    case 'blocked':
    case 'unowned':
    case 'altered':
      break;
    default:
      if (state.after) workspace.stage(path, state.after);
      tally[state.status === 'missing' ? 'created' : 'updated'] += 1;
  }
}

const remedies = {
  blocked: 'Move them away, or delete them, and render again.',
  lost: (approvals: string) => `Nothing was changed. If that is what you want: inference-gitops render ${approvals}`,
};

interface Done {
  readonly recovered: boolean;
  readonly kept: readonly { readonly path: string; readonly kept: string }[];
}

function report(root: string, done: Staged & Done, problems: readonly Problem[]): Outcome {
  const { tallies, kept, lost, recovered } = done;
  const isChanged = tallies.some(({ created, updated, deleted }) => created + updated + deleted > 0);
  const warnings = problems.length > 0 ? problemsText(root, problems) + countText(problems) : '';
  const keptText = kept.map((edit) => `${edit.path} was edited by hand; your version is in ${edit.kept}\n`).join('');
  return {
    exitCode: 0,
    text: tallies.map(line).join('') + (isChanged ? '' : 'Nothing changed.\n'),
    notes:
      (recovered ? `${recoveredSentence}\n` : '') +
      warnings +
      keptText +
      lost.map((loss) => `No longer rendered: ${lossText(loss)}\n`).join(''),
    json: { changed: isChanged, recovered, environments: tallies, edits: kept, lost, problems },
  };
}

const line = ({ environment, created, updated, deleted, unchanged }: Tally): string =>
  `${environment}: ${created} created, ${updated} updated, ${deleted} deleted, ${unchanged} unchanged\n`;
