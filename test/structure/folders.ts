import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';

/** What each folder imports: folder → folder → one import as `file: specifier`, for the message. */
export type FolderImports = ReadonlyMap<string, ReadonlyMap<string, string>>;

const SPECIFIER = /^(?:import|export)\b[^'"]*?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]/gm;

/** The relative imports of a TypeScript file, types and dynamic ones included. */
export const specifiersOf = (source: string): string[] =>
  Array.from(source.matchAll(SPECIFIER), ([, fixed, dynamic]) => fixed ?? dynamic ?? '');

/**
 * Reads which folder of a root imports which. A folder's subfolders are part of it; a file that lies in the root itself
 * counts as a folder of its own.
 */
export function readFolderImports(root: string): FolderImports {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const imports = new Map<string, Map<string, string>>();
  for (const file of files) {
    for (const specifier of specifiersOf(readFileSync(join(root, file), 'utf8'))) {
      const [from, to] = [folderOf(file), folderOf(relative(root, normalize(join(root, dirname(file), specifier))))];
      if (from === to || to.startsWith('..')) continue;
      const known = imports.get(from) ?? new Map<string, string>();
      imports.set(from, known.set(to, known.get(to) ?? `${file}: ${specifier}`));
    }
  }
  return imports;
}

const folderOf = (file: string): string => (file.split(sep)[0] as string).replace(/\.[jt]s$/, '');

/**
 * Finds folders that import each other in a circle, the first one repeated at the end; undefined where there are none.
 */
export function findCycle(imports: FolderImports): string[] | undefined {
  const finished = new Set<string>();
  const visit = (folder: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(folder)) return [...path.slice(path.indexOf(folder)), folder];
    if (finished.has(folder)) return undefined;
    for (const next of imports.get(folder)?.keys() ?? []) {
      const cycle = visit(next, [...path, folder]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(folder);
    return undefined;
  };
  for (const folder of imports.keys()) {
    const cycle = visit(folder, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Describes a cycle with the import that makes each of its arrows. */
export const describeCycle = (cycle: readonly string[], imports: FolderImports): string =>
  cycle
    .slice(1)
    .map((folder, index) => {
      const from = cycle[index] as string;
      return `${from} → ${folder} (${imports.get(from)?.get(folder)})`;
    })
    .join('\n');
