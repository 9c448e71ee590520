import { committed, isShared } from '../git/committed.js';
import { isMadeByInit } from '../init/record.js';
import { recordName } from '../tree/record.js';
import type { Loss } from './losses.js';

/**
 * Leaves out what nobody can have created: the record of an environment was never committed, or the repository was just
 * made, and no other has it that Argo CD could read.
 */
export function withoutUnborn(root: string, losses: readonly Loss[]): Loss[] {
  if (isMadeByInit(root) && !isShared(root)) return [];
  const recordOf = ({ environment }: Loss) => `rendered/${environment}/${recordName}`;
  const known = committed(root, [...new Set(losses.map(recordOf))]);
  return losses.filter((loss) => known.has(recordOf(loss)));
}
