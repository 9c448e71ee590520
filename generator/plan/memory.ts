import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { cacheFolder } from '../base/cache-folder.js';
import { hash } from '../base/hash.js';
import { build } from '../base/package.js';
import type { Environment } from '../environment/resolve.js';
import type { TemplateSources } from '../render/templates.js';
import type { FolderContent } from '../tree/compare.js';
import type { StoredRecord } from '../tree/disk.js';

const remembered = z.strictObject({
  /** Digest of everything from which the environment was rendered. */
  input: z.string(),
  /** Digest of the record that was rendered. */
  record: z.string(),
  claims: z.array(z.string()).readonly(),
});

/** Digests of the input and the output of a rendering without problems. */
export type Remembered = z.infer<typeof remembered>;

/**
 * Digests of what this machine has rendered. The same input gives the same output, so an environment whose input is
 * known needn't be rendered again to compare it with its folder. The digests are in the user's cache folder, which no
 * commit can change. `check` doesn't use them.
 */
export interface Memory {
  readonly environments: ReadonlyMap<string, Remembered>;
  /** Computes the digest of everything from which an environment is rendered. */
  inputDigest(environment: Environment): string;
  save(environments: ReadonlyMap<string, Remembered>): void;
}

/** Up to this many environments are rendered in less time than the memory takes. */
const mostWithoutMemory = 20;

/**
 * Reads what this machine has rendered.
 * @returns undefined for a few environments, for a user without a cache folder, and for a program that isn't bundled:
 * its code can change without a new build number
 */
export function openMemory(root: string, templates: TemplateSources, count: number): Memory | undefined {
  const folder = cacheFolder();
  if (build === undefined || folder === undefined || count <= mostWithoutMemory) return undefined;
  const file = join(folder, `${hash(realpathSync(root))}.json`);
  const environments = read(file);
  const shared = `${build} ${process.version} ${digestOfTemplates(templates)}`;
  return {
    environments,
    inputDigest: (environment) => hash(`${shared} ${JSON.stringify(environment)}`),
    save: (latest) => {
      if (!isSame(environments, latest)) write(file, latest);
    },
  };
}

/** Checks whether a folder holds exactly what was rendered: the record, each file that it lists, and nothing else. */
export function isAsRendered({ record }: Remembered, disk: FolderContent, { text, files }: StoredRecord): boolean {
  if (hash(text) !== record || disk.obstacles.size > 0 || disk.files.size !== files.size + 1) return false;
  for (const [path, digest] of files) if (!disk.files.has(path) || disk.hash(path) !== digest) return false;
  return true;
}

function digestOfTemplates({ terraform, chart, argocd, runbook, caller }: TemplateSources): string {
  const digest = createHash('sha256').update(caller);
  for (const { path, content } of [...terraform, ...chart])
    digest.update(`${path}\0${content.length}\0`).update(content);
  for (const { path, text } of [...argocd, ...runbook]) digest.update(`${path}\0${text.length}\0`).update(text);
  return digest.digest('hex');
}

/** Reads the file; empty where it is missing or damaged. */
function read(file: string): ReadonlyMap<string, Remembered> {
  try {
    const environments = z.record(z.string(), remembered).parse(JSON.parse(readFileSync(file, 'utf8')));
    return new Map(Object.entries(environments));
  } catch {
    return new Map();
  }
}

/** Writes the file. Where that fails nothing is remembered, and the next run renders everything. */
function write(file: string, environments: ReadonlyMap<string, Remembered>): void {
  const next = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(next, JSON.stringify(Object.fromEntries(environments)), { mode: 0o600 });
    renameSync(next, file);
  } catch {}
}

const isSame = (before: ReadonlyMap<string, Remembered>, after: ReadonlyMap<string, Remembered>): boolean =>
  before.size === after.size && [...after].every(([name, environment]) => before.get(name) === environment);
