import { stringify } from 'yaml';
import { parsePath, valueAtPath } from '../environment/value-path.js';
import { readRepository } from '../input/repository.js';
import { oneEnvironment } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { UserError } from '../report/user-error.js';

export const get: Command = {
  summary: 'Prints a value of an environment, with what follows from others: get prod workloads.ml-inference.quota.',
  usage: 'env [path]',
  switches: {},
  async run({ root, environments: [name, text, ...more] }) {
    const found = oneEnvironment(readRepository(root), name === undefined ? [] : [name], 'get');
    const path = text === undefined ? [] : parsePath(text);
    if (!path || more.length > 0) throw new UserError('Say one path, such as workloads.ml-inference.replicas.max.');
    const workloads = Object.fromEntries(found.workloads.map((workload) => [workload.key, workload]));
    const value = valueAtPath({ ...found, workloads }, path);
    if (value === undefined) throw new UserError(`${found.name} has no ${text}.`);
    const isPlain = typeof value !== 'object' || value === null;
    return { exitCode: 0, text: isPlain ? `${value}\n` : stringify(value, { lineWidth: 0 }), json: { value } };
  },
};
