import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that the templates came in, wherever below it this code has been built or bundled to. */
const findPackage = (folder: string): string =>
  existsSync(join(folder, 'terraform-templates')) ? folder : findPackage(dirname(folder));

const here = dirname(fileURLToPath(import.meta.url));

export const packageRoot = findPackage(here);

/** The command-line tool as it ships. */
export const program = join(packageRoot, 'build/cli/cli.js');

const buildFile = join(here, 'build.txt');

/** Tells one build of the program from every other. Undefined when this isn't bundled. */
export const build = existsSync(buildFile) ? readFileSync(buildFile, 'utf8') : undefined;
