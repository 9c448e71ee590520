import type { Edit } from '../environment/edit.js';
import { mergedTexts } from '../environment/merged-texts.js';
import type { Environment } from '../environment/resolve.js';
import type { SourceText } from '../environment/source.js';
import { valueDifferences } from '../foretell/leaves.js';
import { tellEdit } from '../foretell/tell.js';
import { changesText } from '../foretell/words.js';
import { uncommitted } from '../git/commit.js';
import { commitOf, deepen, filesAt, isShallow } from '../git/tree-at.js';
import { editEnvironment, writeEdited } from '../input/edit-environment.js';
import { type RenderableRepository, readValidRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import { commitChange } from '../operator/commit-change.js';
import { assertNotHeld } from '../plan/held.js';
import { type Release, releasesOf } from '../plan/releases.js';
import { restoreChart } from '../plan/restore-chart.js';
import type { Command, CommandInput } from '../report/command.js';
import { list, printable } from '../report/problems.js';
import { UserError } from '../report/user-error.js';
import { render } from './render.js';

export const rollback: Command = {
  summary: 'Lists the releases of an environment in git; with --to brings one back, as a new commit.',
  usage: 'env [workload…]',
  switches: {},
  options: {
    to: { value: 'COMMIT', text: 'the commit whose release comes back' },
    'allow-destructive': { value: 'ENV[:KIND]', text: 'agree to what the environment loses by it' },
  },
  async run({ root, environments: [name, ...keys], options }) {
    const repository = await readValidRepository(root);
    if (name === undefined) throw new UserError('Say which environment, such as: inference-gitops rollback prod.');
    const [environment] = selectEnvironments(repository.environments, [name]) as [Environment];
    const unknown = keys.find((key) => environment.workloads.every((workload) => workload.key !== key));
    if (unknown !== undefined) throw new UserError(`${name} has no workload ${unknown}.`);
    const to = options.get('to')?.at(-1);
    if (to === undefined) return listed(root, name);
    assertNotHeld(environment);
    return bringBack(repository, environment, { keys, to, options });
  },
};

/** Lists the commits that brought another release, the newest first. */
function listed(root: string, name: string) {
  const releases = releasesOf(root, name);
  const text = releases.map(
    ({ hash, date, subject, workloads }) =>
      printable(`${hash}  ${date}  ${subject}\n`) + workloads.map(lineOf).join(''),
  );
  return {
    exitCode: 0 as const,
    text: text.join('') || `git knows no release of ${name}: rendered/${name} was never committed.\n`,
    notes: isShallow(root) ? `${deepen}\n` : '',
    json: { environment: name, releases: releases.map(({ hash, ...release }) => ({ commit: hash, ...release })) },
  };
}

function lineOf({ workload, image, digest, model, chart }: Release): string {
  const pinned = digest ? `${image}@${digest.slice(0, 19)}` : image;
  return printable(`    ${workload}: ${pinned}, ${model ?? 'default model'}, chart ${chart ?? 'unknown'}\n`);
}

interface Wish {
  readonly keys: readonly string[];
  readonly to: string;
  readonly options: CommandInput['options'];
}

async function bringBack(
  repository: RenderableRepository,
  { name, workloads }: Environment,
  { keys, to, options }: Wish,
) {
  const { root } = repository;
  const commit = commitOf(root, to);
  const paths = [`environments/${name}.yaml`, 'environments/schema.json', `rendered/${name}`];
  assertCommitted(root, ['environments', `rendered/${name}`]);
  const before = new Map(
    ['environments/', `rendered/${name}/`].flatMap((folder) => [...filesAt(root, commit, folder)]),
  );
  const wanted = keys.length > 0 ? keys : workloads.map(({ key }) => key);
  const edited = editEnvironment(repository, name, editsTo(repository, name, wanted, before));
  const told = await tellEdit(repository, name, edited);
  const short = commit.slice(0, 7);
  if (!edited.isChanged) {
    const differs = differencesTo(root, name, wanted, before);
    return {
      exitCode: 0 as const,
      text: `environments/${name}.yaml says of its workloads what it said then.\n`,
      notes: differenceNotes(short, differs),
      json: { environment: name, changed: false, commit: null, differs, changes: [] },
    };
  }
  const made = await commitChange(root, { paths, message: `Roll ${name} back to ${short}` }, async () => {
    writeEdited(root, edited);
    for (const key of wanted) restoreChart(repository, { name, key, before });
    await render.run({ root, environments: [name], switches: new Set(), options, color: false });
  });
  const differs = differencesTo(root, name, wanted, before);
  return {
    exitCode: 0 as const,
    text: printable(`${changesText(told)}Committed as ${made.hash}${made.branch ? ` on ${made.branch}` : ''}.\n`),
    notes: differenceNotes(short, differs),
    json: { environment: name, changed: true, commit: made, differs, changes: told.changes, costs: told.costs },
  };
}

const differenceNotes = (commit: string, differs: readonly string[]): string =>
  differs.length === 0
    ? ''
    : `These aren't as they were at ${commit}, because something else has changed since:\n${list(differs)}`;

/** @throws UserError for what would get into the commit, or be lost by it */
function assertCommitted(root: string, paths: readonly string[]): void {
  const dirty = uncommitted(root, paths);
  if (dirty.length > 0)
    throw new UserError(`These are not committed:\n${list(dirty)}Commit or stash them first. Nothing was changed.`);
}

/**
 * Lists what the environment's file has to say so that its workloads are what they were.
 * @throws UserError where that commit has no such environment or workload
 */
function editsTo(
  { sources }: RenderableRepository,
  name: string,
  keys: readonly string[],
  before: ReadonlyMap<string, string>,
): Edit[] {
  const text = before.get(`environments/${name}.yaml`);
  if (text === undefined) throw new UserError(`That commit has no environments/${name}.yaml.`);
  const now = mergedTexts(sources.defaults?.text, (sources.overrides.get(name) as SourceText).text);
  const old = mergedTexts(before.get('environments/defaults.yaml'), text);
  return keys.flatMap((key) => {
    const [is, was] = [now, old].map(
      (values) => (values?.['workloads'] as Readonly<Record<string, unknown>> | undefined)?.[key],
    );
    if (was === undefined)
      throw new UserError(`That commit has no workload ${key} in ${name}, or has it in an older form of the file.`);
    return valueDifferences(was, is).map(({ path, from }) => ({
      path: ['workloads', key, ...path],
      value: from ?? null,
    }));
  });
}

/** Lists the files of the workloads that aren't byte for byte what they were. */
function differencesTo(
  root: string,
  name: string,
  keys: readonly string[],
  before: ReadonlyMap<string, string>,
): string[] {
  return keys.flatMap((key) => {
    const folder = `rendered/${name}/workloads/${key}/`;
    const now = filesAt(root, 'HEAD', folder);
    const were = new Map([...before].filter(([path]) => path.startsWith(folder)));
    return [...new Set([...now.keys(), ...were.keys()])].filter((path) => now.get(path) !== were.get(path));
  });
}
