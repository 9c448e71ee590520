import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Finds the package's root: the nearest folder above the built or bundled code that contains templates. */
const findPackage = (folder: string): string =>
  existsSync(join(folder, 'terraform-templates')) ? folder : findPackage(dirname(folder));

const here = dirname(fileURLToPath(import.meta.url));

export const packageRoot = findPackage(here);

/** Reads a file that comes with the package. */
export const packageFile = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');

/** Path of the bundled command-line tool. */
export const program = join(packageRoot, 'build/cli/cli.js');

const buildFile = join(here, 'build.txt');

/** Text that differs between builds of the program. Undefined when the program isn't bundled. */
export const build = existsSync(buildFile) ? readFileSync(buildFile, 'utf8') : undefined;

/** Of this package. */
export const { version } = JSON.parse(packageFile('package.json')) as {
  readonly version: string;
};
