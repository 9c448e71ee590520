import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { repositoryRoot } from './folders.js';

const run = promisify(execFile);

/** One exact version of a package, and what its archive must hash to. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the .tgz, as `npm view NAME@VERSION dist.integrity` prints it: `sha512-` and base64. */
  readonly integrity: string;
}

/**
 * Downloads a package's archive without installing it or what it depends on. npm does the download, so its registry,
 * proxy and certificate settings hold.
 *
 * @returns the path of the .tgz inside `folder`
 * @throws Error when npm fails, or the archive isn't the pinned one
 */
export async function downloadPackage(pinned: PinnedPackage, folder: string): Promise<string> {
  const archive = join(folder, await pack(`${pinned.name}@${pinned.version}`, folder));
  const integrity = `sha512-${await digest(archive, 'sha512', 'base64')}`;
  if (integrity !== pinned.integrity) {
    throw new Error(
      `${pinned.name}@${pinned.version} is not the archive that was pinned: ` +
        `expected ${pinned.integrity}, got ${integrity}.`,
    );
  }
  return archive;
}

export async function digest(path: string, algorithm: string, encoding: 'base64' | 'hex'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest(encoding);
}

async function pack(specifier: string, folder: string): Promise<string> {
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
  // From the root of the checkout, so that a registry set in the project's .npmrc counts too.
  const { stdout } = await run('npm', ['pack', specifier, ...options], { cwd: repositoryRoot }).catch(npmFailure);
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`npm pack ${specifier} made no archive.`);
  return packed.filename;
}

function npmFailure(failure: { stderr?: string; message: string }): never {
  const errors = (failure.stderr ?? '').split('\n').filter((line) => line.startsWith('npm error'));
  throw new Error(errors.slice(0, 3).join('\n') || failure.message, { cause: failure });
}
