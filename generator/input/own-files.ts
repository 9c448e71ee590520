import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { readRegularFile } from '../base/regular-file.js';
import type { OwnFile } from '../environment/manifests.js';
import { maxCharacters } from '../environment/source.js';
import { UserError } from '../report/user-error.js';
import { assertNoLinkTo, isThere, listing, readFolder } from '../tree/disk.js';
import { folder } from './environment-files.js';

/** More would be somebody's whole cluster. */
const mostFiles = 500;

/**
 * Reads environments/<env>/manifests/: what ends in .yaml, .yml or .json. Hidden files and notes are left alone.
 * @throws UserError for links, pipes and the like, which neither git nor Argo CD would read as they are here
 */
export const readManifestSources = (root: string, environment: string): OwnFile[] =>
  readOwnFiles(root, `${folder}/${environment}/manifests`, /^[^.][^/]*(\/[^./][^/]*)*\.(ya?ml|json)$/);

/**
 * Reads environments/<env>/terraform/: what ends in .tf, for the root of that environment.
 * @throws UserError for links, pipes and the like
 */
export const readTerraformSources = (root: string, environment: string): OwnFile[] =>
  readOwnFiles(root, `${folder}/${environment}/terraform`, /^[A-Za-z0-9][A-Za-z0-9._-]*\.tf$/);

function readOwnFiles(root: string, below: string, wanted: RegExp): OwnFile[] {
  assertNoLinkTo(root, below);
  const { files, obstacles } = readFolder(join(root, below));
  const [obstacle] = obstacles;
  if (obstacle !== undefined)
    throw new UserError(`${below}/${obstacle} is no regular file: put the file in its place.`);
  const paths = [...files].filter((path) => wanted.test(path)).sort();
  if (paths.length > mostFiles)
    throw new UserError(`${below} has ${paths.length} files: at most ${mostFiles} are read.`);
  return paths.map((path) => {
    const bytes = readRegularFile(join(root, below, path), 4 * maxCharacters);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return { file: `${below}/${path}`, path, text, ...(!isUtf8(bytes) && { notText: 0 }) };
  });
}

/** Names of the folders in environments/ that hold files of somebody's own. */
export const foldersOfOwnFiles = (root: string): string[] =>
  listing(join(root, folder))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => ['manifests', 'terraform'].some((kind) => isThere(join(root, folder, name, kind))));
