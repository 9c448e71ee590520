import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the generator keeps what is nobody's business but its own; git ignores it. */
export const workFolder = '.inference-gitops';

export function writeWorkFile(root: string, name: string, content: string): void {
  const folder = join(root, workFolder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '*\n');
  writeFileSync(join(folder, name), content);
}
