import { delimiter, dirname } from 'node:path';
import { resolveHelm } from '../../tools/helm.js';

/** PATH with the tests' Helm before everything else. */
export const pathWithHelm = async (): Promise<string> =>
  `${dirname(await resolveHelm())}${delimiter}${process.env['PATH']}`;
