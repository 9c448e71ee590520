import { installedApplications } from './applications.js';
import { type Advisory, advisories, advisoriesKnownOn } from './data/advisories.js';
import type { Finding } from './problem.js';
import type { Environment } from './resolve.js';

/** Warns of an application whose version an advisory is about. */
export function advisoryFindings(environment: Pick<Environment, 'addons'>): Finding[] {
  return installedApplications(environment).flatMap(({ application, version, path }) =>
    advisories
      .filter((advisory) => advisory.addon === application.addon && isAffected(version, advisory))
      .map(({ what, fixedIn, source }): Finding => {
        const mended = fixedIn.map((fixed) => `v${fixed}`).join(', ');
        const message =
          `${version} has a published fault: ${what}. It is mended in ${mended}. ` +
          `Source: ${source}; known on ${advisoriesKnownOn}.`;
        return { severity: 'warning', rule: 'advisory', path, message };
      }),
  );
}

/** Tells whether a version is older than what mended it: of a minor version that nobody mended, all are. */
export function isAffected(version: string, { fixedIn }: Pick<Advisory, 'fixedIn'>): boolean {
  const numbers = numbersOf(version);
  if (!numbers) return false;
  const fixes = fixedIn.flatMap((fixed) => [numbersOf(fixed) ?? []]);
  const same = fixes.find(([major, minor]) => major === numbers[0] && minor === numbers[1]);
  if (same) return compare(numbers, same) < 0;
  return fixes.some((fix) => compare(numbers, fix) < 0);
}

function numbersOf(version: string): readonly number[] | undefined {
  const [, ...parts] = /^v?([0-9]+)\.([0-9]+)\.([0-9]+)/.exec(version) ?? [];
  return parts.length === 0 ? undefined : parts.map(Number);
}

const compare = (left: readonly number[], right: readonly number[]): number => {
  const position = left.findIndex((number, index) => number !== right[index]);
  return position === -1 ? 0 : (left[position] as number) - (right[position] as number);
};
