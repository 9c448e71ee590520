import { YAMLParseError } from 'yaml';
import { type Edit, typedValue } from '../environment/edit.js';
import { pathText } from '../environment/problem.js';
import { parsePath, valueAtPath } from '../environment/value-path.js';
import { editEnvironment, writeEdited } from '../input/edit-environment.js';
import { readRepository } from '../input/repository.js';
import { oneEnvironment } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { printable } from '../report/problems.js';
import { UserError } from '../report/user-error.js';

export const set: Command = {
  summary: "Writes values in an environment's file, all or none; comments, order and quoting stay.",
  usage: 'env path=value…',
  switches: {},
  async run({ root, environments: [name, ...assignments] }) {
    const repository = readRepository(root);
    const before = oneEnvironment(repository, name === undefined ? [] : [name], 'set');
    const edits = assignments.map(editOf);
    if (edits.length === 0) throw new UserError('Say what to write, such as workloads.ml-inference.replicas.max=12.');
    const edited = editEnvironment(repository, before.name, edits);
    writeEdited(root, edited);
    const changes = edits.map(({ path, value }) => ({ path: pathText(path), from: valueIn(before, path), to: value }));
    return {
      exitCode: 0,
      text: changes.map(({ path, from, to }) => printable(`${path}: ${said(from)} → ${said(to)}\n`)).join(''),
      json: { file: edited.file, changed: edited.isChanged, changes },
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

const valueIn = (environment: ReturnType<typeof oneEnvironment>, path: Edit['path']): unknown =>
  valueAtPath(
    { ...environment, workloads: Object.fromEntries(environment.workloads.map((one) => [one.key, one])) },
    path,
  );

const said = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
