import { chmodSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { YAMLParseError } from 'yaml';
import { type Edit, editedText, typedValue } from '../environment/edit.js';
import { loadEnvironments } from '../environment/load.js';
import { hasErrors, pathText } from '../environment/problem.js';
import type { SourceText } from '../environment/source.js';
import { parsePath, valueAtPath } from '../environment/value-path.js';
import { type Repository, readRepository } from '../input/repository.js';
import { oneEnvironment } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { printable } from '../report/problems.js';
import { ProblemsError, UserError } from '../report/user-error.js';

export const set: Command = {
  summary: "Writes values in an environment's file, all or none; comments, order and quoting stay.",
  usage: 'env path=value…',
  switches: {},
  async run({ root, environments: [name, ...assignments] }) {
    const repository = readRepository(root);
    const before = oneEnvironment(repository, name === undefined ? [] : [name], 'set');
    const edits = assignments.map(editOf);
    if (edits.length === 0) throw new UserError('Say what to write, such as workloads.ml-inference.replicas.max=12.');
    const source = repository.sources.overrides.get(before.name) as SourceText;
    const text = textWith(source, edits);
    assertValid(repository, before.name, { ...source, text });
    if (text !== source.text) replaceFile(join(root, source.file), text);
    const changes = edits.map(({ path, value }) => ({ path: pathText(path), from: valueIn(before, path), to: value }));
    return {
      exitCode: 0,
      text: changes.map(({ path, from, to }) => printable(`${path}: ${said(from)} → ${said(to)}\n`)).join(''),
      json: { file: source.file, changed: text !== source.text, changes },
    };
  },
};

/** @throws UserError for what is no `path=value` */
function editOf(assignment: string): Edit {
  const [, left = '', right = ''] = /^([^=]+)=([\s\S]+)$/.exec(assignment) ?? [];
  const path = parsePath(left);
  if (!path) throw new UserError(`${assignment} is no path=value, such as workloads.ml-inference.replicas.max=12.`);
  try {
    return { path, value: typedValue(path, right) };
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new UserError(`${right} is no value that YAML knows: put it in quotes.`);
  }
}

function textWith(source: SourceText, edits: readonly Edit[]): string {
  try {
    return editedText(source.text, edits);
  } catch (error) {
    throw new UserError(`This can't be written in ${source.file}: ${(error as Error).message}. Nothing was changed.`);
  }
}

/** @throws ProblemsError with the problems that the text would have, seen in its own lines */
function assertValid({ sources }: Repository, name: string, source: SourceText): void {
  const { problems } = loadEnvironments({ ...sources, overrides: new Map(sources.overrides).set(name, source) });
  if (!hasErrors(problems)) return;
  const lines = source.text.split('\n');
  const ofText = problems.map((problem) =>
    problem.file === source.file ? { ...problem, excerpt: lines[problem.line - 1] ?? '' } : problem,
  );
  throw new ProblemsError(ofText);
}

/** Moves a new file into place, so that whoever reads sees the old text or the new one. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  chmodSync(`${file}.new`, statSync(file).mode & 0o777);
  renameSync(`${file}.new`, file);
}

const valueIn = (environment: ReturnType<typeof oneEnvironment>, path: Edit['path']): unknown =>
  valueAtPath(
    { ...environment, workloads: Object.fromEntries(environment.workloads.map((one) => [one.key, one])) },
    path,
  );

const said = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
