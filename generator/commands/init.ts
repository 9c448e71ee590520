import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageFile, version } from '../base/package.js';
import { loadEnvironments } from '../environment/load.js';
import { hasErrors } from '../environment/problem.js';
import { commitPaths, knowsAuthor } from '../git/commit.js';
import { git } from '../git/git.js';
import { type Answers, answersOf } from '../init/answers.js';
import { complete } from '../init/ask.js';
import { isMerged, isPackage, repositoryFiles } from '../init/files.js';
import { type GitPlace, gitPlaceOf } from '../init/git-place.js';
import { knownOf } from '../init/known.js';
import { lockPackage } from '../init/lock.js';
import { ignored } from '../init/project-files.js';
import { type Given, type Option, optionNames, questions } from '../init/questions.js';
import { initRecordPath, writeInitRecord } from '../init/record.js';
import { addLines, writeMissing } from '../init/write.js';
import { readTemplates } from '../input/templates.js';
import type { Command, CommandInput } from '../report/command.js';
import { list } from '../report/problems.js';
import { afterChange, ProblemsError, UserError } from '../report/user-error.js';
import { readIfPresent } from '../tree/disk.js';
import { render } from './render.js';

export const init: Command = {
  summary: 'Makes a repository of your own: environments, workflows, the image; renders, and makes the first commit.',
  usage: '[folder]',
  switches: { yes: 'ask nothing: what no option says is as it is mostly' },
  options: questions,
  async run({ root, environments: words, switches, options, terminal }) {
    const folder = folderOf(root, words);
    const place = gitPlaceOf(folder);
    const known = await knownOf(folder, place.isInGit && existsSync(folder));
    const given = complete(givenIn(options), known, switches.has('yes') ? undefined : terminal);
    const answers = answersOf(given);
    const files = repositoryFiles(answers, packageFile, { ...place, version });
    refuseErrors(files, folder);
    mkdirSync(folder, { recursive: true });
    return afterChange(`What was written by then is in ${folder}.`, () =>
      make(folder, { files, place, given, answers }),
    );
  },
};

/** @throws UserError where environments are already, or more than one folder is named */
function folderOf(root: string, [word = '.', ...more]: readonly string[]): string {
  if (more.length > 0) throw new UserError('Say one folder: inference-gitops init FOLDER.');
  const folder = resolve(root, word);
  const environments = join(folder, 'environments');
  if (existsSync(environments) && readdirSync(environments).some((name) => /\.ya?ml$/.test(name)))
    throw new UserError(`There are environments in ${folder} already. Nothing was written.`);
  return folder;
}

function givenIn(options: CommandInput['options']): ReadonlyMap<Option, string> {
  return new Map(
    optionNames.flatMap((option): [Option, string][] => {
      const texts = options.get(option) ?? [];
      return texts.length === 0 ? [] : [[option, texts.join(',')]];
    }),
  );
}

/** Answers that each are right may be wrong together, such as a VPC and its subnets. */
function refuseErrors(files: ReadonlyMap<string, string>, folder: string): void {
  const source = (name: string) => {
    const file = `environments/${name}.yaml`;
    return { file, text: files.get(file) as string };
  };
  const names = [...files.keys()].flatMap((path) => /^environments\/(.+)\.yaml$/.exec(path)?.[1] ?? []);
  const { problems } = loadEnvironments({
    defaults: source('defaults'),
    overrides: new Map(names.filter((name) => name !== 'defaults').map((name) => [name, source(name)])),
    knownAddons: readTemplates(folder).addOns.names,
    folder: '',
  });
  const excerptOf = (file: string, line: number) => files.get(file)?.split('\n')[line - 1] ?? '';
  if (hasErrors(problems))
    throw new ProblemsError(problems.map((one) => ({ ...one, excerpt: excerptOf(one.file, one.line) })));
}

interface Wanted {
  readonly files: ReadonlyMap<string, string>;
  readonly place: GitPlace;
  readonly given: Given;
  readonly answers: Answers;
}

async function make(folder: string, { files, place, given, answers }: Wanted) {
  if (!place.isInGit) git(folder, ['init', '--quiet', '--initial-branch=main']);
  const { written, kept } = writeMissing(folder, files);
  const added = addLines(folder, '.gitignore', ignored) ? ['.gitignore'] : [];
  writeInitRecord(folder, {
    version,
    answers: given,
    files: new Map([...files].filter(([path]) => isBase(path, written))),
  });
  const packages = written.filter(isPackage);
  const locked = packages.filter((path) => lockPackage(join(folder, dirname(path))));
  const { text: rendered } = await render.run({
    root: folder,
    environments: [],
    switches: new Set(),
    options: new Map(),
    color: false,
  });
  const made = [...written, ...added, ...locked.map((path) => path.replace(/package\.json$/, 'package-lock.json'))];
  const commit = firstCommit(folder, [...made, initRecordPath, 'environments/schema.json', 'rendered'], answers);
  return {
    exitCode: 0 as const,
    text: `Written in ${folder}:\n${list(made)}${keptText(kept)}${rendered}${commit.text}${nextText(answers)}`,
    notes: notesOf(
      folder,
      packages.filter((path) => !locked.includes(path)),
    ),
    json: { folder, written: made, kept, commit: commit.hash },
  };
}

const isBase = (path: string, written: readonly string[]): boolean => isMerged(path) && written.includes(path);

/** @returns why there is none where git, or a hook, refuses it */
function firstCommit(folder: string, paths: readonly string[], { environments }: Answers) {
  const isKnown = knowsAuthor(folder);
  try {
    const hash = commitPaths(folder, paths, `Describe ${environments.join(', ')}`, isKnown ? {} : inOurName);
    const whose = isKnown ? '' : ' in the name of inference-gitops: git has no user.name and user.email yet';
    return { hash, text: `Committed as ${hash}${whose}.\n` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { hash: null, text: `Not committed: ${error.message}\n` };
  }
}

/** For a machine on which nobody has told git who they are. */
const [name, email] = ['inference-gitops', 'inference-gitops@localhost'];
const inOurName = {
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: email,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: email,
};

const keptText = (kept: readonly string[]): string =>
  kept.length === 0 ? '' : `There before, and left as they were:\n${list(kept)}`;

const dependsOnTool = (folder: string): boolean =>
  (readIfPresent(join(folder, 'package.json')) ?? '').includes('"inference-gitops"');

function notesOf(folder: string, unlocked: readonly string[]): string {
  const lines = [
    ...(!dependsOnTool(folder)
      ? [`package.json doesn't name this tool: npm install --save-dev --save-exact inference-gitops@${version}`]
      : []),
    ...unlocked.map((path) => {
      const where = dirname(path) === '.' ? 'the folder' : `${dirname(path)}/`;
      return `npm could not lock ${path}: run npm install in ${where}.`;
    }),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const nextText = ({ environments }: Answers): string =>
  `Next: npm ci, then npx inference-gitops validate, which tells what is still an example's.\n` +
  `rendered/${environments[0]}/RUNBOOK.md leads from an empty account to a served prediction.\n`;
