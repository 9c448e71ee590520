import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { hash } from '../base/hash.js';
import { build } from '../base/package.js';
import type { Environment } from '../environment/resolve.js';
import type { TemplateSources } from '../render/templates.js';
import type { FolderContent } from '../tree/compare.js';
import type { StoredManifest } from '../tree/disk.js';

const remembered = z.strictObject({
  /** Digest of everything that the environment was rendered from. */
  input: z.string(),
  /** Digest of the manifest that came of it. */
  manifest: z.string(),
  claims: z.array(z.string()).readonly(),
});

/** What an environment was rendered from, and to, without a problem. */
export type Remembered = z.infer<typeof remembered>;

/**
 * What this machine has rendered: what has come of an input before comes of it again, and needn't be rendered to see whether it is there. It lies in
 * the user's cache folder, where no commit can put anything. `check` does without it.
 */
export interface Memory {
  readonly environments: ReadonlyMap<string, Remembered>;
  /** Of everything that an environment is rendered from. */
  inputDigest(environment: Environment): string;
  save(environments: ReadonlyMap<string, Remembered>): void;
}

/** So many environments are rendered faster than they are remembered. */
const few = 20;

/** @returns undefined where nothing is worth remembering, or nobody knows what renders: a program that isn't built differs from itself */
export function openMemory(root: string, templates: TemplateSources, count: number): Memory | undefined {
  const folder = cacheFolder();
  if (build === undefined || folder === undefined || count <= few) return undefined;
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

/** Whether a folder holds exactly what was rendered then: the manifest, every file in it, and nothing else. */
export function isAsRendered({ manifest }: Remembered, disk: FolderContent, { text, files }: StoredManifest): boolean {
  if (hash(text) !== manifest || disk.obstacles.size > 0 || disk.files.size !== files.size + 1) return false;
  for (const [path, digest] of files) if (!disk.files.has(path) || disk.hash(path) !== digest) return false;
  return true;
}

function digestOfTemplates({ terraform, chart, argocd, runbook }: TemplateSources): string {
  const digest = createHash('sha256');
  for (const { path, content } of [...terraform, ...chart])
    digest.update(`${path}\0${content.length}\0`).update(content);
  for (const { path, text } of [...argocd, ...runbook]) digest.update(`${path}\0${text.length}\0`).update(text);
  return digest.digest('hex');
}

/** https://specifications.freedesktop.org/basedir: a relative path is to be ignored. Undefined for a user without a home. */
function cacheFolder(): string | undefined {
  const configured = process.env[process.platform === 'win32' ? 'LOCALAPPDATA' : 'XDG_CACHE_HOME'] ?? '';
  try {
    return join(isAbsolute(configured) ? configured : join(homedir(), '.cache'), 'inference-gitops');
  } catch {
    return undefined;
  }
}

/** Whatever is wrong with it: nothing is remembered then. */
function read(file: string): ReadonlyMap<string, Remembered> {
  try {
    const environments = z.record(z.string(), remembered).parse(JSON.parse(readFileSync(file, 'utf8')));
    return new Map(Object.entries(environments));
  } catch {
    return new Map();
  }
}

/** Where nothing can be kept, nothing is remembered. */
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
