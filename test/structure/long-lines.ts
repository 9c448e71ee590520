import { readdirSync, readFileSync, statSync } from 'node:fs';
import { repositoryRoot } from '../../tools/folders.js';

/** Columns of the longest line that is allowed: the width by which biome formats. */
const widest = 120;

/** Lists the source files below a folder of the repository, by path from its root. Scripts in .ci have no suffix. */
export function sourceFilesIn(folder: string): string[] {
  return readdirSync(repositoryRoot + folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((file) => !/\/(node_modules|build)\//.test(file))
    .filter((file) => folder === '.ci' || /\.(ts|mjs|cjs|sh)$/.test(file))
    .filter((file) => statSync(repositoryRoot + file).isFile())
    .sort();
}

/** Finds the lines of a file that are too long, as `file:line (columns)`. */
export function longLinesIn(file: string, text = readFileSync(repositoryRoot + file, 'utf8')): string[] {
  return text.split('\n').flatMap((line, index) => {
    const columns = [...line].length;
    return columns > widest ? [`${file}:${index + 1} (${columns} columns)`] : [];
  });
}
