import { createHash } from 'node:crypto';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { repositoryRoot } from '../../tools/folders.js';

/** The part of AVA's `t` that registers what runs after a test. */
interface Teardown {
  teardown(clean: () => void): void;
}

/** Contents of files by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Makes a temporary folder with these files, which is deleted after the test. */
export function folderWith(t: Teardown, files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const shippedNames = ['defaults', 'dev', 'prod', 'staging'] as const;
export type FileName = (typeof shippedNames)[number];

/** The environment files that ship, by name. */
export const shippedFiles: Readonly<Record<FileName, string>> = Object.fromEntries(
  shippedNames.map((name) => [name, readFileSync(join(repositoryRoot, `environments/${name}.yaml`), 'utf8')]),
) as Record<FileName, string>;

/** Gives files in environments/ by path, from texts by name. */
export const environmentFiles = (texts: Readonly<Record<string, string | Uint8Array>>): Files =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`environments/${name}.yaml`, text]));

/** Replaces text that must occur exactly once. */
export function replaceOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`«${from}» must be there once: ${text.split(from).length - 1}`);
  return text.replace(from, () => to);
}

/** Records everything below a folder, folders and links too, with content and time of the last change. */
export function snapshot(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(['.', ...entries].map((path) => [path, describe(join(folder, path))]));
}

function describe(path: string): string {
  const stat = lstatSync(path, { bigint: true });
  return `${contentOf(path)} ${stat.mtimeNs}`;
}

function contentOf(path: string): string {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  if (stat.isFile()) return createHash('sha256').update(readFileSync(path)).digest('hex');
  return stat.isDirectory() ? 'folder' : 'special';
}

/** Reads the files below a folder, by path with forward slashes; empty where the folder doesn't exist. */
export function contents(folder: string): Record<string, string> {
  if (!lstatSync(folder, { throwIfNoEntry: false })) return {};
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    entries
      .filter((path) => !lstatSync(join(folder, path)).isDirectory())
      .map((path) => [path.split(sep).join('/'), contentOf(join(folder, path))]),
  );
}

/** Copies a folder as it is: links and times too, so that git finds its index as it was. */
export const copyFolder = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
