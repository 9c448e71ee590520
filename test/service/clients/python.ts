import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { repositoryRoot } from '../../../tools/folders.js';
import { hasPython, pythonWith } from '../../../tools/python.js';
import { execute } from '../../helpers/cli.js';

const FOLDER = join(repositoryRoot, 'test/service/clients');

/** The time for installing a client's packages, and for its calls. */
const PATIENCE_MS = 15 * 60_000;

/** Returns the path of a file of this folder, as it is in the sources. */
export const clientFile = (name: string): string => join(FOLDER, name);

/**
 * Returns the Python with the packages of a client. Undefined, after passing the test with a sentence, where there is
 * no Python; in CI that fails.
 */
export function pythonFor(t: ExecutionContext, client: string): string | undefined {
  t.timeout(PATIENCE_MS);
  if (hasPython()) return pythonWith(clientFile(`${client}.txt`));
  const sentence = `${client} was not tried: python3 (3.10 or newer, with venv) is not installed.`;
  if (process.env['CI'] === undefined) {
    t.log(sentence);
    t.pass();
  } else t.fail(sentence);
  return undefined;
}

/** Runs a client's script with the packages pinned for it, and reads the JSON object that it prints. */
export async function runClient<T>(
  t: ExecutionContext,
  client: string,
  args: readonly string[],
): Promise<T | undefined> {
  const python = pythonFor(t, client);
  if (python === undefined) return undefined;
  const { exitCode, stdout, stderr } = await execute([python, clientFile(`${client}_client.py`), ...args]);
  t.is(exitCode, 0, stderr);
  return JSON.parse(stdout) as T;
}
