import { join } from 'node:path';
import { readRegularFile } from '../base/regular-file.js';
import type { Problem } from '../environment/problem.js';

/** Replaces control characters, which text of a user must not send to the terminal. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to hide
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

/** Formats items one a line, indented, to follow a sentence that ends in a colon. */
export const list = (items: readonly string[]): string => items.map((item) => `  ${item}\n`).join('');

/** Formats problems for people: position, sentence, and the line with a caret. */
export function problemsText(root: string, problems: readonly Problem[]): string {
  const lines = lineReader(root);
  return problems
    .map((problem) => `${headline(problem)}\n${excerpt(problem, problem.excerpt ?? lines(problem))}`)
    .join('');
}

/** Formats the numbers of errors and warnings. */
export function countText(problems: readonly Problem[]): string {
  const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
  const words = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `${words(count('error'), 'error')}, ${words(count('warning'), 'warning')}\n`;
}

function headline({ file, line, column, severity, path, message, rule }: Problem): string {
  const subject = path === '' ? '' : `${path}: `;
  return printable(`${file}:${line}:${column} ${severity} ${subject}${message} (${rule})`);
}

function excerpt({ line, column }: Problem, text: string | undefined): string {
  if (text === undefined || text.length > 160 || text.trim() === '') return '';
  const number = String(line).padStart(5);
  const caret = ' '.repeat(Math.min(column - 1, text.length));
  return `${number} | ${printable(text.replace(/\t/g, ' '))}\n${' '.repeat(5)} | ${caret}^\n`;
}

function lineReader(root: string): (problem: Problem) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    if (!files.has(file)) files.set(file, readLines(join(root, file)));
    return files.get(file)?.[line - 1];
  };
}

/** The largest file that an excerpt is shown of. */
const mostBytes = 4 * 1024 * 1024;

/** Reads the lines of a file; empty where it can't be read. A rendered file may not be on the disk yet. */
function readLines(file: string): readonly string[] {
  try {
    return readRegularFile(file, mostBytes).toString('utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}
