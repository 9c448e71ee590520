import { type Finding, type Path, pathText } from '../environment/problem.js';

/** Reads a JSON pointer: https://www.rfc-editor.org/rfc/rfc6901 */
export const pathOfPointer = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^[0-9]+$/.test(part) ? Number(part) : part));

/** Keeps one complaint a place: of several forms that a value may have, each has its own, and the first will do. */
export const firstAtEachPlace = <T extends Pick<Finding, 'path'>>(complaints: readonly T[]): T[] =>
  [...new Map(complaints.toReversed().map((complaint) => [pathText(complaint.path), complaint])).values()].toReversed();
