import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { version } from '../base/package.js';
import { migrateTexts } from '../environment/migrations.js';
import { namesOf } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import { isPackage } from '../init/files.js';
import { lockPackage } from '../init/lock.js';
import { readInitRecord } from '../init/record.js';
import { upgradedFiles } from '../init/upgrade.js';
import { readSoundRepository } from '../input/repository.js';
import { movedAddresses } from '../render/moved.js';
import type { Command, CommandInput, Outcome } from '../report/command.js';
import { list, problemsText } from '../report/problems.js';
import { afterChange, ProblemsError, UserError } from '../report/user-error.js';
import { replaceTexts } from '../tree/replace-texts.js';
import { diff } from './diff.js';

export const upgrade: Command = {
  summary: 'Brings a repository to this version: environment files, and what init wrote; tells what that changes.',
  usage: '',
  switches: {},
  options: { to: { value: 'VERSION', text: 'install that version of this tool first' } },
  async run(input) {
    const { root, options } = input;
    const to = options.get('to')?.at(-1);
    if (to !== undefined && to !== version) return handedOver(root, to);
    const { environments, sources } = readSoundRepository(root);
    const texts = migrateTexts(sources);
    const own = new Map(texts.size === 0 ? [] : environments.flatMap((environment) => movedFile(root, environment)));
    const record = readInitRecord(root);
    const merged = record ? upgradedFiles(root, record) : [];
    replaceTexts(root, new Map([...texts, ...own, ...merged.map(({ path, text }) => [path, text] as const)]));
    const files = [...texts.keys(), ...own.keys(), ...merged.map(({ path }) => path)];
    for (const path of files.filter(isPackage)) lockPackage(join(root, dirname(path)));
    const conflicts = merged.filter((one) => one.conflicts > 0).map(({ path }) => path);
    return afterChange(`Written by then: ${files.join(', ') || 'nothing'}.`, () => report(input, files, conflicts));
  },
};

/** @returns the outcome of the other version's upgrade @throws UserError where it can't be had */
function handedOver(root: string, to: string): Outcome {
  if (!/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(to)) throw new UserError(`--to=${to} is no version such as ${version}.`);
  const shell = process.platform === 'win32';
  const npm = spawnSync('npm', ['install', '--save-dev', '--save-exact', `inference-gitops@${to}`], {
    cwd: root,
    encoding: 'utf8',
    shell,
  });
  if (npm.status !== 0) throw new UserError(`npm can't install inference-gitops ${to}: ${npm.stderr.trim()}`);
  const installed = join(root, 'node_modules/inference-gitops/build/cli/cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [installed, 'upgrade', '--root', root], {
    encoding: 'utf8',
  });
  return { exitCode: status === 0 ? 0 : 1, text: stdout, notes: stderr, json: { to, output: stdout } };
}

/** Tells what is written, and by the foretelling what a render will change by it. */
async function report(input: CommandInput, files: readonly string[], conflicts: readonly string[]) {
  const foretold = await foretell(input);
  const written = files.length === 0 ? 'Every file is of the current version.\n' : `Written:\n${list(files)}`;
  const mend = `Both sides changed these; keep what is right between git's markers:\n${list(conflicts)}`;
  return {
    exitCode: conflicts.length > 0 ? (1 as const) : (0 as const),
    text: written + (foretold.text === '' ? '' : `What a render changes:\n${foretold.text}`) + nextOf(files),
    notes: (conflicts.length > 0 ? mend : '') + foretold.notes,
    json: { written: files, conflicts },
  };
}

/** What can't be rendered yet is told, and isn't the upgrade's fault: a chart that isn't there, say. */
async function foretell({ root, color }: CommandInput): Promise<{ readonly text: string; readonly notes: string }> {
  try {
    const input = { root, environments: [], switches: new Set<string>(), options: new Map<string, string[]>(), color };
    const { exitCode, text, notes = '' } = await diff.run(input);
    return { text: exitCode === 2 ? text : '', notes };
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return { text: '', notes: `What a render changes can't be told yet:\n${problemsText(root, error.problems)}` };
  }
}

const nextOf = (files: readonly string[]): string =>
  files.length === 0 ? '' : 'Look at the difference, render, and commit both together.\n';

/** Only a root that was rendered has a state whose addresses move; a file of that name which is there already stays. */
function movedFile(root: string, environment: Environment): [string, string][] {
  const { terraform } = namesOf(environment).paths;
  const file = `${terraform}/moved.tf`;
  return existsSync(join(root, terraform)) && !existsSync(join(root, file))
    ? [[file, movedAddresses(environment)]]
    : [];
}
