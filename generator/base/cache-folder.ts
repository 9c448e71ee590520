import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The user's own cache folder: never one inside the repository, where a commit could put something. Undefined for a
 * user without a home. A relative path is to be ignored: https://specifications.freedesktop.org/basedir
 */
export function cacheFolder(): string | undefined {
  const configured = process.env[process.platform === 'win32' ? 'LOCALAPPDATA' : 'XDG_CACHE_HOME'] ?? '';
  try {
    return join(isAbsolute(configured) ? configured : join(homedir(), '.cache'), 'inference-gitops');
  } catch {
    return undefined;
  }
}
