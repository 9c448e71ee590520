import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrateTexts } from '../environment/migrations.js';
import { namesOf } from '../environment/names.js';
import { hasErrors } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { readRepository } from '../input/repository.js';
import { movedAddresses } from '../render/moved.js';
import type { Command } from '../report/command.js';
import { list } from '../report/problems.js';
import { ProblemsError } from '../report/user-error.js';

export const upgrade: Command = {
  summary: 'Writes environment files of an older version in the current one; comments, order and quoting stay.',
  usage: '',
  switches: {},
  async run({ root }) {
    const { environments, problems, sources } = readRepository(root);
    if (hasErrors(problems)) throw new ProblemsError(problems);
    const texts = migrateTexts(sources);
    const own = new Map(texts.size === 0 ? [] : environments.flatMap((environment) => movedFile(root, environment)));
    writeAll(root, new Map([...texts, ...own]));
    const files = [...texts.keys(), ...own.keys()];
    return {
      exitCode: 0,
      text: files.length === 0 ? 'Every file is of the current version.\n' : `Written:\n${list(files)}${next}`,
      json: { written: files },
    };
  },
};

const next = 'Look at the difference, render, and commit both together.\n';

/** Only a root that was rendered has a state whose addresses move; a file of that name which is there already stays. */
function movedFile(root: string, environment: Environment): [string, string][] {
  const { terraform } = namesOf(environment).paths;
  const file = `${terraform}/moved.tf`;
  return existsSync(join(root, terraform)) && !existsSync(join(root, file))
    ? [[file, movedAddresses(environment)]]
    : [];
}

/** Writes all of them beside their places first, so that a full disk changes nothing. */
function writeAll(root: string, texts: ReadonlyMap<string, string>): void {
  for (const [file, text] of texts) writeFileSync(join(root, `${file}.new`), text);
  for (const file of texts.keys()) renameSync(join(root, `${file}.new`), join(root, file));
}
