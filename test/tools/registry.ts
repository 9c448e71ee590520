import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import * as tar from 'tar';

export interface Registry {
  readonly url: string;
  /** How many times the archive was downloaded. */
  readonly downloads: () => number;
  readonly close: () => void;
}

/** Makes a package's archive (a .tgz) from the given files, and tells its integrity. */
export async function makeArchive(folder: string, files: Record<string, string | Buffer>) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await tar.create({ gzip: true, file: join(folder, 'archive.tgz'), cwd: folder }, Object.keys(files));
  const archive = await readFile(join(folder, 'archive.tgz'));
  return { archive, integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}` };
}

/** An npm registry on this machine that serves one version of one package. */
export async function startRegistry(name: string, version: string, archive: Buffer): Promise<Registry> {
  let downloads = 0;
  const server: Server = createServer((request, response) => {
    if (request.url === '/archive.tgz') {
      downloads += 1;
      response.end(archive);
      return;
    }
    const dist = { tarball: `${url(server)}archive.tgz` };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, 'dist-tags': {}, versions: { [version]: { name, version, dist } } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: url(server), downloads: () => downloads, close: () => server.close() };
}

function url(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
