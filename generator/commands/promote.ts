import type { Edit } from '../environment/edit.js';
import { pathText } from '../environment/problem.js';
import { releaseEdits } from '../environment/release.js';
import type { Environment, Workload } from '../environment/resolve.js';
import { tellEdit, withoutHelm } from '../foretell/tell.js';
import { changesText } from '../foretell/words.js';
import { uncommitted } from '../git/commit.js';
import { editEnvironment, writeEdited } from '../input/edit-environment.js';
import { readValidRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import { type CommitOf, commitChange } from '../operator/commit-change.js';
import { findDifferences } from '../plan/differences.js';
import { assertNotHeld } from '../plan/held.js';
import type { Command } from '../report/command.js';
import { list, printable } from '../report/problems.js';
import { UserError } from '../report/user-error.js';
import { render } from './render.js';

export const promote: Command = {
  summary: 'Moves the release of one environment to the next: image, model, chart version, and nothing else.',
  usage: 'from to [workload…]',
  switches: { commit: 'render, and make one commit on a branch of its own' },
  options: {
    'allow-destructive': { value: 'ENV[:KIND]', text: 'with --commit: agree to what the environment loses by it' },
  },
  async run({ root, environments: [from, to, ...keys], switches, options }) {
    const repository = await readValidRepository(root);
    if (from === undefined || to === undefined)
      throw new UserError('Say from where and to where, such as: inference-gitops promote dev staging.');
    const [source, target] = [from, to].map((name) => selectEnvironments(repository.environments, [name])[0]) as [
      Environment,
      Environment,
    ];
    assertNext(source, target);
    assertNotHeld(target);
    await assertReleased(root, source.name, target.name);
    const edits = editsOf(source, target, keys);
    const edited = editEnvironment(repository, target.name, edits);
    const told = await tellEdit(repository, target.name, edited);
    const written = edits.map(({ path, value }) => ({ path: pathText(path), to: value }));
    const apply = async () => {
      writeEdited(root, edited);
      if (switches.has('commit'))
        await render.run({ root, environments: [target.name], switches: new Set(), options, color: false });
    };
    const commit =
      switches.has('commit') && edited.isChanged
        ? await commitChange(root, commitOf(source, target), apply)
        : undefined;
    if (!switches.has('commit')) await apply();
    return {
      exitCode: 0,
      text: printable(
        (edited.isChanged ? changesText(told) : `${target.name} runs what ${source.name} runs.\n`) +
          (commit
            ? `Committed as ${commit.hash} on ${commit.branch}.\n`
            : edited.isChanged
              ? nextSteps(edited.file)
              : ''),
      ),
      notes: told.hasHelm || !edited.isChanged ? '' : withoutHelm,
      json: {
        from: source.name,
        to: target.name,
        changed: edited.isChanged,
        edits: written,
        changes: told.changes,
        costs: told.costs,
        commit: commit ?? null,
      },
    };
  },
};

const commitOf = ({ name: from }: Environment, { name: to }: Environment): CommitOf => ({
  paths: [`environments/${to}.yaml`, 'environments/schema.json', `rendered/${to}`],
  message: `Promote ${from} to ${to}`,
  branch: `promote/${from}-to-${to}`,
});

const nextSteps = (file: string): string =>
  `${file} is written. Render and commit, or promote with --commit next time.\n`;

/** @throws UserError for an environment that would be skipped */
function assertNext(from: Environment, to: Environment): void {
  if (from.name === to.name) throw new UserError(`${from.name} is where the release is already.`);
  const order = to.promotion?.order;
  if (!order) return;
  const [at, goal] = [order.indexOf(from.name), order.indexOf(to.name)];
  if (at >= 0 && goal === at + 1) return;
  const previous = goal > 0 ? `it comes from ${order[goal - 1]}` : 'nothing is promoted to it';
  throw new UserError(
    `promotion.order is ${order.join(', ')}: ${goal < 0 ? `${to.name} isn't in it` : `to ${to.name} ${previous}`}.`,
  );
}

/**
 * Makes sure that what is promoted is what runs, and that nothing else gets into the commit.
 * @throws UserError for a source that isn't rendered, and for uncommitted changes
 */
async function assertReleased(root: string, from: string, to: string): Promise<void> {
  const { differences } = await findDifferences(root, [from]);
  if (differences.some(({ status }) => status !== 'unowned'))
    throw new UserError(
      `rendered/${from} isn't what environments/${from}.yaml gives, so nobody runs that yet: ` +
        'render and commit it first.',
    );
  const dirty = uncommitted(root, ['environments', `rendered/${from}`, `rendered/${to}`]);
  if (dirty.length > 0)
    throw new UserError(`These are not committed:\n${list(dirty)}Commit or stash them first. Nothing was changed.`);
}

/** @throws UserError for a workload that one of both doesn't have */
function editsOf(from: Environment, to: Environment, asked: readonly string[]): Edit[] {
  const shared = from.workloads
    .map(({ key }) => key)
    .filter((key) => to.workloads.some((workload) => workload.key === key));
  const missing = asked.find((key) => !shared.includes(key));
  if (missing !== undefined)
    throw new UserError(`Not both have a workload ${missing}: ${from.name} and ${to.name} share ${shared.join(', ')}.`);
  if (shared.length === 0) throw new UserError(`${from.name} and ${to.name} have no workload of the same key.`);
  return (asked.length > 0 ? asked : shared).flatMap((key) =>
    releaseEdits(workloadOf(from, key), workloadOf(to, key), to.promotion?.config ?? []),
  );
}

const workloadOf = ({ workloads }: Environment, key: string): Workload =>
  workloads.find((workload) => workload.key === key) as Workload;
