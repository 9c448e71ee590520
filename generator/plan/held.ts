import { version } from '../base/package.js';
import type { Environment } from '../environment/resolve.js';
import { UserError } from '../report/user-error.js';

/** Whether an environment keeps what another version of this tool has rendered. */
export const isHeld = ({ toolVersion }: Environment): boolean => toolVersion !== undefined && toolVersion !== version;

/** @throws UserError for an environment whose release this version can't change: nothing of it would be rendered */
export function assertNotHeld(environment: Environment): void {
  if (!isHeld(environment)) return;
  const { name, toolVersion } = environment;
  throw new UserError(
    `${name} stays with ${toolVersion}, and this is ${version}: call that version, or take toolVersion away.`,
  );
}
