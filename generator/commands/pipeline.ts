import { readFileSync } from 'node:fs';
import type { Edit } from '../environment/edit.js';
import type { Environment } from '../environment/resolve.js';
import { editEnvironment, writeEdited } from '../input/edit-environment.js';
import { type Repository, readSoundRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import { imageTarget, workloadsToEdit } from '../pipeline/image-target.js';
import { terraformTargets } from '../pipeline/terraform-targets.js';
import type { Command, Outcome } from '../report/command.js';
import { UserError } from '../report/user-error.js';

export const pipeline: Command = {
  summary: 'What workflows ask: where an image or Terraform goes, and as whom; or names an image that was pushed.',
  usage: 'image-target|name-image|terraform-plan|terraform-apply [argument…]',
  switches: {},
  async run({ root, environments: [question = '', ...words] }) {
    const answer = Object.hasOwn(answers, question) ? answers[question] : undefined;
    if (!answer) throw new UserError(`Say one of:\n${Object.values(usages).join('\n')}`);
    const repository = readSoundRepository(root);
    return answer(repository, words);
  },
};

/** Answers are lines for $GITHUB_OUTPUT. */
type Answer = (repository: Repository, words: readonly string[]) => Outcome;

const usages = {
  'image-target': 'pipeline image-target ENV [REPOSITORY]',
  'name-image': 'pipeline name-image ENV TAG DIGEST [REPOSITORY]',
  'terraform-plan': 'pipeline terraform-plan [ENV] <changed-files',
  'terraform-apply': 'pipeline terraform-apply [ENV] <changed-files',
} as const;

const answers: Readonly<Record<string, Answer>> = {
  'image-target': (repository, [name, image]) => {
    const environment = environmentOf(repository, name, usages['image-target']);
    const target = imageTarget(environment, image);
    // GitHub shows it on the run: an image that nobody may push is scanned, and goes nowhere.
    const notes = target
      ? ''
      : `::notice::environments/${environment.name}.yaml has no pipeline of its own: nothing is pushed.\n`;
    const text = Object.entries(target ?? {}).map(([key, value]) => `${key}=${value}\n`);
    return { exitCode: 0, text: text.join(''), notes, json: { target: target ?? null } };
  },
  'name-image': (repository, [name, tag = '', digest = '', image]) => {
    const environment = environmentOf(repository, name, usages['name-image']);
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new UserError(`This is no digest: ${JSON.stringify(digest)}.`);
    const edits = workloadsToEdit(environment, image).flatMap(({ key }): Edit[] => [
      { path: ['workloads', key, 'image', 'tag'], value: tag },
      { path: ['workloads', key, 'image', 'digest'], value: digest },
    ]);
    const edited = editEnvironment(repository, environment.name, edits);
    writeEdited(repository.root, edited);
    return { exitCode: 0, text: '', json: { file: edited.file, changed: edited.isChanged } };
  },
  'terraform-plan': (repository, [name]) => targetsOf(repository, 'plan', name),
  'terraform-apply': (repository, [name]) => targetsOf(repository, 'apply', name),
};

function environmentOf({ environments }: Repository, name: string | undefined, usage: string): Environment {
  if (name === undefined) throw new UserError(`Say: ${usage}`);
  return selectEnvironments(environments, [name])[0] as Environment;
}

/** Reads the changed files from standard input where no environment is named. */
function targetsOf({ environments }: Repository, use: 'plan' | 'apply', name: string | undefined): Outcome {
  const wanted = name ? { name } : { changed: readFileSync(0, 'utf8').split('\n') };
  const targets = terraformTargets(environments, use, wanted);
  return { exitCode: 0, text: `targets=${JSON.stringify(targets)}\n`, json: { targets } };
}
