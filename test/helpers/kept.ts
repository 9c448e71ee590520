import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { repositoryRoot } from '../../tools/folders.js';

const root = join(repositoryRoot, 'build/cache');

export type Keep = <Result>(input: unknown, make: () => Promise<Result>) => Promise<Result>;

/**
 * Keeps what programs make below build/cache/, so that it is made once however many tests and test files look at it.
 * Every result is a copy of its own.
 *
 * @param kind names the folder
 * @param world is everything that results follow from beside their input: when it changes, they are made anew and the
 *   earlier ones are deleted
 */
export function keeper(kind: string, world: unknown): Keep {
  const current = digest(world);
  const folder = join(root, kind, current);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(join(root, kind)))
    if (name !== current) rmSync(join(root, kind, name), { recursive: true, force: true });
  const underWay = new Map<string, Promise<string>>();
  return async <Result>(input: unknown, make: () => Promise<Result>): Promise<Result> => {
    const file = join(folder, `${digest(input)}.json`);
    const text = underWay.get(file) ?? readOrMake(file, async () => JSON.stringify(await make()));
    underWay.set(file, text);
    return JSON.parse(await text) as Result;
  };
}

/** Only a whole file ever has its name: several workers may write it at once. */
async function readOrMake(file: string, make: () => Promise<string>): Promise<string> {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const text = await make();
    const unfinished = `${file}.${process.pid}.${threadId}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
    return text;
  }
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

/** Paths and contents of files, and of all files below folders, to be part of a world. */
export const contentsOf = (places: readonly string[]): unknown =>
  places.flatMap(filesIn).map((path) => [path, digest(readFileSync(path, 'utf8'))]);

const filesIn = (place: string): string[] =>
  statSync(place).isFile()
    ? [place]
    : readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .sort();
