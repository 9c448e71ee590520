import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that the templates came in, wherever below it this code has been built or bundled to. */
const findPackage = (folder: string): string =>
  existsSync(join(folder, 'terraform-templates')) ? folder : findPackage(dirname(folder));

export const packageRoot = findPackage(dirname(fileURLToPath(import.meta.url)));

/** The command-line tool as it ships. */
export const program = join(packageRoot, 'build/cli/cli.js');
